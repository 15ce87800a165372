// What the server answers beside the parts' own replies, as news: `busy` where its queue is full.
// A reader whose session has ended is told so where to log in, but not who has just ended it.
(() => {
  const ask = window.fetch;
  const own = (path) => new URL(path, document.baseURI);
  let leaving = false;
  addEventListener("submit", ({ target }) => (leaving ||= target.matches("[action=logout]")));
  addEventListener("pageshow", () => (leaving = false));

  // The stream of an answer ends with the session too: asking for something else tells which it was.
  async function whenEnded({ body }) {
    await body.pipeTo(new WritableStream()).catch(() => {});
    window.fetch(own("gradio_api/app_id")).catch(() => {});
  }

  window.fetch = async (...request) => {
    const response = await ask(...request);
    const { pathname } = new URL(response.url);
    if (response.status === 401 && !leaving) location.assign(own(`login?ended&language=${polycite.language}`));
    if (response.status === 503 && pathname.endsWith("/queue/join")) polycite.send("busy");
    if (response.ok && polycite.user && pathname.endsWith("/queue/data")) whenEnded(response.clone());
    return response;
  };
})();
