import sharp from 'sharp';

/** Pictures for the screenshots: flat drawings, made by nobody but these lines. */

type Drawing = (width: number, height: number) => string;

const drawings = {
  lane: (width, height) => `
    <rect width="${width}" height="${height}" fill="#f3c98b"/>
    <circle cx="${width * 0.72}" cy="${height * 0.3}" r="${height * 0.13}" fill="#f6e3bd"/>
    <path d="M0 ${height * 0.2} L${width * 0.34} ${height * 0.34} V${height} H0Z" fill="#b4492f"/>
    <path d="M${width} ${height * 0.12} L${width * 0.66} ${height * 0.32} V${height} H${width}Z" fill="#8c3623"/>
    <path d="M${width * 0.34} ${height} L${width * 0.47} ${height * 0.55} H${width * 0.53} L${width * 0.66} ${height}Z" fill="#6b4a3a"/>
    ${[0.12, 0.24, 0.76, 0.88].map((x) => `<rect x="${width * x - width * 0.04}" y="${height * 0.5}" width="${width * 0.08}" height="${height * 0.2}" fill="#f7d58e"/>`).join('')}
    ${[0.3, 0.42, 0.54, 0.66].map((x, index) => `<line x1="${width * x}" y1="0" x2="${width * x}" y2="${height * (0.16 + (index % 2) * 0.06)}" stroke="#4b2f25" stroke-width="${width / 200}"/><ellipse cx="${width * x}" cy="${height * (0.2 + (index % 2) * 0.06)}" rx="${width * 0.035}" ry="${height * 0.05}" fill="#d7472f"/>`).join('')}`,
  sea: (width, height) => `
    <rect width="${width}" height="${height}" fill="#a9d3dc"/>
    <circle cx="${width * 0.25}" cy="${height * 0.24}" r="${height * 0.1}" fill="#fff1cf"/>
    <path d="M0 ${height * 0.5} L${width * 0.2} ${height * 0.3} L${width * 0.36} ${height * 0.44} L${width * 0.6} ${height * 0.22} L${width} ${height * 0.5}Z" fill="#557f6b"/>
    <rect y="${height * 0.5}" width="${width}" height="${height * 0.3}" fill="#2f7f95"/>
    <path d="M0 ${height * 0.78} Q${width * 0.5} ${height * 0.68} ${width} ${height * 0.8} V${height} H0Z" fill="#efd9a7"/>
    <path d="M${width * 0.6} ${height * 0.6} h${width * 0.18} l-${width * 0.03} ${height * 0.05} h-${width * 0.12}Z" fill="#7a3b25"/>
    <path d="M${width * 0.69} ${height * 0.6} V${height * 0.42} L${width * 0.77} ${height * 0.58}Z" fill="#fffaf0"/>`,
  bowl: (width, height) => `
    <rect width="${width}" height="${height}" fill="#d9c2a0"/>
    <circle cx="${width / 2}" cy="${height / 2}" r="${height * 0.4}" fill="#fdfaf3"/>
    <circle cx="${width / 2}" cy="${height / 2}" r="${height * 0.33}" fill="#c98a4b"/>
    ${[0, 1, 2, 3, 4].map((line) => `<path d="M${width / 2 - height * 0.24} ${height * (0.4 + line * 0.05)} q${height * 0.12} -${height * 0.08} ${height * 0.24} 0 t${height * 0.24} 0" fill="none" stroke="#f8ecd2" stroke-width="${height * 0.018}"/>`).join('')}
    <ellipse cx="${width * 0.44}" cy="${height * 0.42}" rx="${height * 0.1}" ry="${height * 0.06}" fill="#8e4b3b"/>
    <ellipse cx="${width * 0.57}" cy="${height * 0.6}" rx="${height * 0.11}" ry="${height * 0.06}" fill="#a05a46"/>
    ${[0.4, 0.48, 0.56, 0.62].map((x, index) => `<circle cx="${width * x}" cy="${height * (0.36 + (index % 3) * 0.12)}" r="${height * 0.02}" fill="#4f8f4a"/>`).join('')}
    <path d="M${width * 0.74} ${height * 0.08} L${width * 0.9} ${height * 0.62}" stroke="#5d3526" stroke-width="${height * 0.02}"/>
    <path d="M${width * 0.78} ${height * 0.07} L${width * 0.94} ${height * 0.6}" stroke="#5d3526" stroke-width="${height * 0.02}"/>`,
  garden: (width, height) => `
    <rect width="${width}" height="${height}" fill="#e9efdc"/>
    <rect y="${height * 0.75}" width="${width}" height="${height * 0.25}" fill="#8a5a3b"/>
    ${[0.12, 0.28, 0.44, 0.6, 0.76, 0.9].map((x, index) => `<path d="M${width * x} ${height * 0.8} V${height * (0.3 + (index % 3) * 0.12)}" stroke="#4d7f4a" stroke-width="${width / 90}"/>${[0, 72, 144, 216, 288].map((angle) => `<ellipse cx="${width * x}" cy="${height * (0.3 + (index % 3) * 0.12) - height * 0.06}" rx="${height * 0.035}" ry="${height * 0.06}" fill="${['#d7472f', '#e8a33d', '#c65b86'][index % 3]}" transform="rotate(${angle} ${width * x} ${height * (0.3 + (index % 3) * 0.12)})"/>`).join('')}<circle cx="${width * x}" cy="${height * (0.3 + (index % 3) * 0.12)}" r="${height * 0.03}" fill="#fff1cf"/>`).join('')}`,
  cat: (width, height) => `
    <rect width="${width}" height="${height}" fill="#cfd8e6"/>
    <rect y="${height * 0.78}" width="${width}" height="${height * 0.22}" fill="#9c6a4a"/>
    <path d="M${width * 0.32} ${height * 0.8} Q${width * 0.3} ${height * 0.45} ${width * 0.5} ${height * 0.42} Q${width * 0.7} ${height * 0.45} ${width * 0.68} ${height * 0.8}Z" fill="#e0893b"/>
    <circle cx="${width * 0.5}" cy="${height * 0.36}" r="${height * 0.16}" fill="#e0893b"/>
    <path d="M${width * 0.5 - height * 0.15} ${height * 0.32} l${height * 0.02} -${height * 0.18} l${height * 0.11} ${height * 0.1}Z M${width * 0.5 + height * 0.15} ${height * 0.32} l-${height * 0.02} -${height * 0.18} l-${height * 0.11} ${height * 0.1}Z" fill="#c9742c"/>
    <circle cx="${width * 0.5 - height * 0.06}" cy="${height * 0.35}" r="${height * 0.018}" fill="#2a2a2a"/>
    <circle cx="${width * 0.5 + height * 0.06}" cy="${height * 0.35}" r="${height * 0.018}" fill="#2a2a2a"/>
    <path d="M${width * 0.5 - height * 0.02} ${height * 0.4} h${height * 0.04} l-${height * 0.02} ${height * 0.02}Z" fill="#7a2f2f"/>`,
} satisfies Record<string, Drawing>;

export type DrawingName = keyof typeof drawings;

/** A drawing as a JPEG that can be uploaded. */
export async function picture(name: DrawingName, width = 1200, height = 900): Promise<Blob> {
  return jpeg(width, height, drawings[name](width, height));
}

/** A face for a profile. */
export async function portrait(hair: string, ground: string): Promise<Blob> {
  return jpeg(
    400,
    400,
    `<rect width="400" height="400" fill="${ground}"/>
     <path d="M60 400 Q70 280 200 280 Q330 280 340 400Z" fill="#fdf6ea"/>
     <rect x="170" y="220" width="60" height="80" fill="#dca67d"/>
     <ellipse cx="200" cy="180" rx="80" ry="95" fill="#ecbf97"/>
     <path d="M115 190 Q100 70 200 70 Q300 70 285 190 Q270 120 200 120 Q130 120 115 190Z" fill="${hair}"/>
     <circle cx="172" cy="185" r="8" fill="#33231c"/><circle cx="228" cy="185" r="8" fill="#33231c"/>
     <path d="M172 225 Q200 250 228 225" fill="none" stroke="#a4523c" stroke-width="7" stroke-linecap="round"/>`,
  );
}

async function jpeg(width: number, height: number, content: string): Promise<Blob> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
}
