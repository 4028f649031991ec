// The interface in English and Simplified Chinese. What the assistant writes comes from the service, in its own language.

const WORDS = {
  en: {
    skip: "Skip to writing a message",
    heading: "Private conversation",
    automated: "Automated assistant",
    choices: "Your choices",
    person: "Talk to a person",
    save: "Save a copy",
    stop: "Stop messages",
    messages: "Messages",
    welcome: "You are writing with an automated assistant, not a person. Take your time: there is no clock, and you can come back to this page later.",
    safety: "Please never send passwords, PINs or full card numbers here.",
    loading: "Opening the conversation…",
    nothing: "No messages yet. You can write the first one.",
    newer: "New messages ↓",
    label: "Your message",
    placeholder: "Write a message",
    send: "Send",
    hint: "Enter sends, Shift+Enter starts a new line.",
    left: (n) => `${n} characters left`,
    over: (n) => `${n} characters too many: please shorten it or send it in two messages`,
    typing: "The assistant is writing",
    you: "You",
    assistant: "Assistant (automated)",
    colleague: "A colleague (a person)",
    sending: "Sending…",
    waiting: "Waiting to be sent",
    failed: "Not sent.",
    retry: "Try again",
    remove: "Remove",
    source: "Source: ",
    offline: "You are offline. What you write is kept and sent when the connection is back.",
    reconnecting: "Connection lost. Reconnecting…",
    stopped: "Messages are stopped. You can still read everything here, and write again if you wish.",
    withPerson: "A colleague will answer you here.",
    paused: "This conversation is paused.",
    closed: "This conversation is closed.",
    stopTitle: "Stop messages?",
    stopText: "We will stop writing to you here. Your rights and your account stay as they are, and you can write to us again whenever you like.",
    cancel: "Go back",
    saveTitle: "Save a copy of this conversation",
    saveText: "The copy is kept on this device. It can contain personal details, so choose a place that only you can open.",
    saveJson: "As data (JSON)",
    saveText2: "As text",
    saved: "The copy is saved.",
    fileName: "conversation",
    identityPrompt: "Before we can talk about an account, please confirm that it is you.",
    identityOpen: "Confirm it is me",
    identityTitle: "Confirm that it is you",
    identityWhy: "We use it only to check that we are talking to the right person. One of the two is enough.",
    identityKind: "What you would like to use",
    identitySend: "Send",
    dateOfBirth: "Date of birth",
    idLast4: "Last four of my ID",
    day: "Day",
    month: "Month",
    year: "Year",
    last4Label: "Last four characters of your ID number",
    last4Note: "For example of your Social Security number or national ID card. Please send only these four.",
    badDate: "Please give a real date, for example day 14, month 3, year 1985.",
    badLast4: "Please give exactly four characters: four digits, or three digits and an X.",
    sayDate: (date) => `My date of birth is ${date}.`,
    sayLast4: (four) => `The last four of my ID are ${four}.`,
    planHeading: "Your plan",
    planBrief: (count, total) => `${count} ${count === 1 ? "payment" : "payments"}, ${total} in all`,
    planNote: "If something changes and you cannot make a payment, write here before the date and we will look at it together.",
    balance: "Balance",
    discount: "Reduction",
    total: "You pay in all",
    residue: "Still owed afterwards",
    schedule: "Payments",
    number: "No.",
    due: "Due",
    amount: "Amount",
    down: "First",
    terms: "See every payment",
    problem: "Something went wrong on our side. Please try again in a moment.",
    unreachable: "We could not reach the service. Please check your connection and try again.",
    dismiss: "Close",
    noKeyTitle: "Please open the link from your message again",
    noKey: "This page opens with the private link that was sent to you. For your safety the link's key is kept only in the tab where it was opened.",
    expiredTitle: "This link no longer works",
    expired: "It may have expired or been replaced. Please open the newest link that you received, or contact the company that wrote to you by the number on its letters or its website.",
    erasedTitle: "This conversation was deleted",
    erased: "What was written here cannot be read any more, by anybody. If you have a question about your account, please contact the company that wrote to you by the number on its letters or its website.",
    today: "Today",
    yesterday: "Yesterday",
  },
  zh: {
    skip: "跳到输入框",
    heading: "私人对话",
    automated: "自动助手",
    choices: "您可以选择",
    person: "找人工客服",
    save: "保存副本",
    stop: "停止消息",
    messages: "消息",
    welcome: "与您对话的是自动助手，不是真人。请慢慢来：没有时间限制，您随时可以回到本页。",
    safety: "请不要在这里发送密码、验证码或完整的银行卡号。",
    loading: "正在打开对话……",
    nothing: "还没有消息，您可以先写第一条。",
    newer: "新消息 ↓",
    label: "您的消息",
    placeholder: "输入消息",
    send: "发送",
    hint: "按 Enter 发送，Shift+Enter 换行。",
    left: (n) => `还可输入 ${n} 字`,
    over: (n) => `超出 ${n} 字：请缩短，或分两条发送`,
    typing: "助手正在输入",
    you: "您",
    assistant: "助手（自动）",
    colleague: "工作人员（真人）",
    sending: "正在发送……",
    waiting: "等待发送",
    failed: "未发送。",
    retry: "重试",
    remove: "删除",
    source: "来源：",
    offline: "您已离线。您写的内容会保留，恢复连接后自动发送。",
    reconnecting: "连接中断，正在重新连接……",
    stopped: "消息已停止。您仍可查看全部内容，也可以随时再写。",
    withPerson: "工作人员会在这里回复您。",
    paused: "对话已暂停。",
    closed: "对话已结束。",
    stopTitle: "要停止消息吗？",
    stopText: "我们将不再在这里给您发消息。您的权利和账户保持不变，您随时可以再写给我们。",
    cancel: "返回",
    saveTitle: "保存这次对话的副本",
    saveText: "副本保存在此设备上，其中可能有个人信息，请存放在只有您能打开的地方。",
    saveJson: "数据格式（JSON）",
    saveText2: "文本格式",
    saved: "副本已保存。",
    fileName: "对话记录",
    identityPrompt: "在谈到账户之前，请先确认是您本人。",
    identityOpen: "确认是本人",
    identityTitle: "确认是您本人",
    identityWhy: "仅用于确认我们是在与本人沟通。两项中提供一项即可。",
    identityKind: "选择要提供的信息",
    identitySend: "发送",
    dateOfBirth: "出生日期",
    idLast4: "证件号后四位",
    day: "日",
    month: "月",
    year: "年",
    last4Label: "证件号码的后四位",
    last4Note: "例如身份证号码的后四位。请只发送这四位。",
    badDate: "请填写真实的日期，例如 1985 年 3 月 14 日。",
    badLast4: "请填写四位：四位数字，或三位数字加 X。",
    sayDate: (date) => `我的出生日期是${date}。`,
    sayLast4: (four) => `我的身份证后四位是${four}。`,
    planHeading: "您的还款计划",
    planBrief: (count, total) => `共 ${count} 期，合计 ${total}`,
    planNote: "如果情况有变、无法按期还款，请在到期日前在这里告诉我们，我们一起想办法。",
    balance: "欠款余额",
    discount: "减免",
    total: "您共需支付",
    residue: "之后仍欠",
    schedule: "还款安排",
    number: "期数",
    due: "到期日",
    amount: "金额",
    down: "首付",
    terms: "查看每一期",
    problem: "我们这边出了问题，请稍后再试。",
    unreachable: "无法连接到服务，请检查网络后重试。",
    dismiss: "关闭",
    noKeyTitle: "请重新打开您收到的链接",
    noKey: "本页需要通过发给您的私人链接打开。为了您的安全，链接中的密钥只保存在打开它的标签页里。",
    expiredTitle: "此链接已失效",
    expired: "链接可能已过期或已更换。请打开您收到的最新链接，或通过该公司信函、官网上的电话与其联系。",
    erasedTitle: "此对话已被删除",
    erased: "这里写过的内容任何人都无法再读取。如对账户有疑问，请通过该公司信函、官网上的电话与其联系。",
    today: "今天",
    yesterday: "昨天",
  },
};

let current = "en";

export function language() {
  return current;
}

/** A phrase of the interface; a phrase with a blank takes its values as further arguments. */
export function say(key, ...values) {
  const phrase = WORDS[current][key];
  return typeof phrase === "function" ? phrase(...values) : phrase;
}

/** Switches the interface and every marked element to a language. */
export function useLanguage(next) {
  current = next === "zh" ? "zh" : "en";
  document.documentElement.lang = current;
  for (const node of document.querySelectorAll("[data-i18n]")) node.textContent = say(node.dataset.i18n);
  for (const node of document.querySelectorAll("[data-i18n-label]")) node.setAttribute("aria-label", say(node.dataset.i18nLabel));
  for (const node of document.querySelectorAll("[data-i18n-placeholder]")) node.placeholder = say(node.dataset.i18nPlaceholder);
}

/** Money as people read it: "$1,250.00", "¥1,250.00"; takes {amount, currency}. */
export function money({ amount, currency }) {
  const locale = current === "zh" ? "zh-CN" : currency === "GBP" ? "en-GB" : "en-US";
  return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(Number(amount));
}

/** A calendar date "2026-12-01" without any shift of time zone. */
export function day(isoDate) {
  const [year, month, date] = isoDate.split("-").map(Number);
  return format(new Date(Date.UTC(year, month - 1, date)), { dateStyle: "long", timeZone: "UTC" });
}

export function clock(moment) {
  return format(moment, { hour: "numeric", minute: "2-digit" });
}

/** "Today", "Yesterday" or the date, for the line between days. */
export function dayOf(moment, now = new Date()) {
  const midnight = (value) => new Date(value.getFullYear(), value.getMonth(), value.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(moment)) / 86_400_000);
  if (days === 0) return say("today");
  if (days === 1) return say("yesterday");
  return format(moment, { dateStyle: "long" });
}

function format(moment, options) {
  return new Intl.DateTimeFormat(current === "zh" ? "zh-CN" : "en", options).format(moment);
}
