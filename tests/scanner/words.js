/** The words a Django page would pass, short enough to read in a test. */
const visitor = (text) => ({ ja: text, "ja-easy": `${text}（易）`, en: `${text} (en)` });
const verdict = (word, text = word) => ({ word, next: `${word}の次`, visitor: visitor(text) });

export const WORDS = {
  verdicts: {
    admitted: verdict("どうぞ", "{admitted}名様ですね。"),
    admitted_some: verdict("あと{n}名", "{admitted}名様、どうぞ。"),
    already_in: verdict("入場済み", "{first_at}に入場の記録があります。"),
    wrong_timeslot: verdict("別の回", "この参加券は{right_timeslot}の回です。"),
    too_early: verdict("開場前", "{doors_time}から入れます。"),
    closed: verdict("受付終了", "受付は{closed_at}に終わりました。"),
    waiting: verdict("席は未定"),
    cancelled: verdict("取消し"),
    consent_missing: verdict("同意待ち"),
    replaced: verdict("古い券"),
    unknown: verdict("該当なし"),
    malformed: verdict("別のQR"),
  },
  notes: {
    people: "名",
    undecided: "未判定",
    undecided_next: "名簿で確かめる",
    flood_next: "少し待つ",
  },
};
