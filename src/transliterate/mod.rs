//! A token → its readings: every way a standard would write it in Latin letters.
