import type { Language } from '@xom/contract/errors';
import type { Mail } from '../../platform/mail.ts';
import type { MailPurpose } from './mail-tokens.queries.ts';

interface MailText {
  subject: string;
  /** The page of the web client that takes the token. */
  page: string;
  before: string;
  orToken: string;
  token: string;
  after: string;
}

const texts: Record<MailPurpose, Record<Language, MailText>> = {
  verify: {
    en: {
      subject: 'Confirm your e-mail address',
      page: 'verify-email',
      before: 'To confirm that this is your e-mail address, open this link within 3 days:',
      orToken: 'Or enter this code:',
      token: 'To confirm that this is your e-mail address, enter this code within 3 days:',
      after: 'If you did not make an account with us, ignore this mail.',
    },
    vi: {
      subject: 'Xác nhận địa chỉ e-mail của bạn',
      page: 'verify-email',
      before: 'Để xác nhận đây là địa chỉ e-mail của bạn, hãy mở liên kết này trong vòng 3 ngày:',
      orToken: 'Hoặc nhập mã này:',
      token: 'Để xác nhận đây là địa chỉ e-mail của bạn, hãy nhập mã này trong vòng 3 ngày:',
      after: 'Nếu bạn không tạo tài khoản ở đây, xin bỏ qua thư này.',
    },
  },
  reset: {
    en: {
      subject: 'Set a new password',
      page: 'reset-password',
      before: 'To set a new password, open this link within one hour:',
      orToken: 'Or enter this code:',
      token: 'To set a new password, enter this code within one hour:',
      after: 'If you did not ask for this, ignore this mail: your password stays as it is.',
    },
    vi: {
      subject: 'Đặt mật khẩu mới',
      page: 'reset-password',
      before: 'Để đặt mật khẩu mới, hãy mở liên kết này trong vòng một giờ:',
      orToken: 'Hoặc nhập mã này:',
      token: 'Để đặt mật khẩu mới, hãy nhập mã này trong vòng một giờ:',
      after: 'Nếu bạn không yêu cầu việc này, xin bỏ qua thư này: mật khẩu của bạn vẫn giữ nguyên.',
    },
  },
};

const greetings: Record<Language, string> = { en: 'Hello', vi: 'Xin chào' };

/** Writes the mail that carries a token. */
export function tokenMail(
  purpose: MailPurpose,
  language: Language,
  to: { username: string; email: string },
  token: string,
  publicUrl: string | null,
): Mail {
  const text = texts[purpose][language];
  // After `#`: browsers keep that part to themselves, so the token reaches no log on the way.
  const action = publicUrl
    ? [text.before, `${publicUrl}/${text.page}#token=${token}`, text.orToken, token]
    : [text.token, token];
  // By username: its letters can hold no message of a stranger who registered with this address.
  const paragraphs = [`${greetings[language]} ${to.username},`, ...action, text.after];
  return { to: to.email, subject: text.subject, text: `${paragraphs.join('\n\n')}\n` };
}
