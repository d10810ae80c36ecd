/** The only table of errors: code → HTTP status and the text for people, in English and Vietnamese. */
export const errorTable = {
  unauthenticated: {
    status: 401,
    en: 'Sign in to do this.',
    vi: 'Hãy đăng nhập để tiếp tục.',
  },
  forbidden: {
    status: 403,
    en: 'You may not do this.',
    vi: 'Bạn không được phép làm việc này.',
  },
  not_a_member: {
    status: 403,
    en: 'You are not a member of this conversation.',
    vi: 'Bạn không ở trong cuộc trò chuyện này.',
  },
  blocked: {
    status: 403,
    en: 'One of you has blocked the other.',
    vi: 'Một trong hai người đã chặn người kia.',
  },
  account_suspended: {
    status: 403,
    en: 'This account is suspended.',
    vi: 'Tài khoản này đang bị khóa.',
  },
  not_found: {
    status: 404,
    en: 'There is nothing here.',
    vi: 'Không tìm thấy.',
  },
  invalid_input: {
    status: 400,
    en: 'Something in the request is not right.',
    vi: 'Yêu cầu có chỗ chưa đúng.',
  },
  conflict: {
    status: 409,
    en: 'This does not fit what is stored.',
    vi: 'Yêu cầu không khớp với dữ liệu đang lưu.',
  },
  payload_too_large: {
    status: 413,
    en: 'This is too large.',
    vi: 'Nội dung gửi lên quá lớn.',
  },
  unsupported_media_type: {
    status: 415,
    en: 'This kind of file is not accepted.',
    vi: 'Loại tệp này không được chấp nhận.',
  },
  rate_limited: {
    status: 429,
    en: 'Too many requests. Try again a little later.',
    vi: 'Quá nhiều yêu cầu. Hãy thử lại sau ít phút.',
  },
  internal: {
    status: 500,
    en: 'Something went wrong on our side.',
    vi: 'Máy chủ gặp lỗi.',
  },
  unavailable: {
    status: 503,
    en: 'The server is starting, stopping or without its database.',
    vi: 'Máy chủ đang khởi động, đang dừng hoặc chưa kết nối được cơ sở dữ liệu.',
  },
} as const satisfies Record<string, { status: number; en: string; vi: string }>;

export type ErrorCode = keyof typeof errorTable;
export type Language = 'en' | 'vi';

/** What is wrong, by the path of the field: `{ "memberIds.0": "…" }`. */
export type ErrorDetails = Record<string, string>;

export const errorCodes = Object.keys(errorTable).filter(isErrorCode);

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}
