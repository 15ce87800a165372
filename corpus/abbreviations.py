"""Words whose full stop does not end a sentence, as they stand before the stop."""

from __future__ import annotations


def _words(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


BEFORE_A_NAME = _words(
    "Dr Mr Mrs Ms Mx Prof St Ste Rev Fr Gen Gov Sen Rep Lt Col Maj Capt Cmdr Sgt Hon Pres Supt Messrs Mt Ft",
    "vs viz cf e.g i.e eg ie et al approx Univ Bros Ed Eds ed eds trans",
    "TS PGS GS ThS Th.S BS KS CN NSND NSƯT NGƯT Tp TP TX TT Ts Gs Bs ĐT",
    "Hr Fr Frl z.B z v z.T d.h u.a u.U v.a i.d.R bzw ggf evtl sog vgl inkl zzgl Geb geb Gest ca Ca bspw Nr",
    "EE Sr Sra Srta Dra Ud Uds p.ej Dña Av Avda Lic Arq Mme Mlle Mgr Sig Dott Exmo Profa",
    "г гг ум ул им т.е т.н т.к проф акад руб тыс млн млрд см рис обл",
    "π.χ Π.χ δηλ βλ κ Δρ αριθ απεβ Doç Yrd bkz डॉ श्री",
)
"""Never the last word of a sentence: a title, or a short form that introduces something."""

BEFORE_A_NUMBER = _words(
    "No no Nos nos Nr nr Núm núm Num N n Fig fig Figs Vol vol Vols P p pp Pg Art art Arts Sec Ch ch Chap",
    "chap Eq Par Ver Tr tr Abs Kap Bd S c ca Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
)
"""Short forms only when a number follows: ``No. 5``, ``pp. 3``, ``Sept. 11``."""

AFTER_AN_ORDINAL = _words(
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
    "Jahrhundert Jahrhunderts Jh Jahrestag Jahrtausend Weltkrieg Chr Dünya",
)
"""What an ordinal or a short word with a stop stands before: ``3. Oktober``, ``II. Weltkrieg``."""

OPENERS = _words(
    "The This That These Those An It Its He She They We You His Her Their Our My There In On At As For From",
    "By With After Before When While If But And Or So However Although Since During What Who How Why Each",
    "Some Many Most Both All One Two Not Then",
)
"""English words that, after initials (``in the U.S. The …``), show that a sentence begins."""
