/**
 * The first format of numbers or times that a browser makes reads what it knows of all languages: a long task on
 * a slow device. What one thread has read, the others have too.
 */
const { language } = navigator;
new Intl.RelativeTimeFormat(language).format(-1, 'day');
new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format();
new Intl.NumberFormat(language).format(1);
