// What the server answers beside the parts' own replies, as news: `busy` where its queue is full.
// A reader whose session has ended is told so where to log in.
(() => {
  const ask = window.fetch;

  window.fetch = async (...request) => {
    const response = await ask(...request);
    if (response.status === 401) location.assign(new URL(`login?ended&language=${polycite.language}`, document.baseURI));
    if (response.status === 503 && new URL(response.url).pathname.endsWith("/queue/join")) polycite.send("busy");
    return response;
  };
})();
