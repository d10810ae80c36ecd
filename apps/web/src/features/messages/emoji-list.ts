import { folded } from '../../shell/folded.ts';

/** An emoji and what it is called in English and in Vietnamese. */
export interface NamedEmoji {
  readonly emoji: string;
  readonly names: readonly [english: string, vietnamese: string];
}

/** The kinds of emoji; each is a key of the texts (`emoji.smileys`). */
export const emojiGroups = [
  'smileys',
  'gestures',
  'hearts',
  'animals',
  'food',
  'activities',
  'places',
  'things',
] as const;
export type EmojiGroup = (typeof emojiGroups)[number];

/** `emoji english|vietnamese`, one after another. */
const lists: Readonly<Record<EmojiGroup, string>> = {
  smileys: `😀 grin|cười toe; 😃 happy|vui; 😄 laugh|cười tươi; 😁 beam|cười hớn hở; 😆 squint laugh|cười híp mắt; 😅 sweat smile|cười toát mồ hôi; 😂 tears of joy|cười ra nước mắt; 🤣 rolling on the floor|cười lăn; 🙂 smile|mỉm cười; 🙃 upside down|lộn ngược; 😉 wink|nháy mắt; 😊 blush|cười thẹn; 😇 angel|thiên thần; 🥰 in love hearts|đang yêu; 😍 heart eyes|mắt trái tim; 🤩 star struck|ngôi sao, mê tít; 😘 blow a kiss|gửi nụ hôn; 😚 kiss|hôn; 😋 yummy|ngon; 😛 tongue|lè lưỡi; 😜 wink tongue|lè lưỡi nháy mắt; 🤪 zany|ngố; 🤗 hug|ôm; 🤭 giggle|che miệng cười; 🤫 hush quiet|im lặng, suỵt; 🤔 think|suy nghĩ; 🫡 salute|chào; 🤐 zipper mouth|khóa miệng; 😐 neutral|bình thản; 😑 expressionless|vô cảm; 😶 no mouth|không nói; 😏 smirk|cười đểu; 😒 unamused|chán; 🙄 roll eyes|đảo mắt; 😬 grimace|nhăn răng; 😌 relieved|nhẹ nhõm; 😔 pensive|trầm ngâm; 😪 sleepy|buồn ngủ; 😴 sleep|ngủ; 😷 mask|khẩu trang; 🤒 fever sick|ốm, sốt; 🤢 nausea|buồn nôn; 🤧 sneeze|hắt hơi; 🥵 hot|nóng; 🥶 cold|lạnh; 🥴 woozy|choáng; 😵 dizzy|chóng mặt; 🤯 mind blown|nổ não; 🥳 party|tiệc, ăn mừng; 😎 cool sunglasses|ngầu, kính râm; 🤓 nerd|mọt sách; 😕 confused|bối rối; 😟 worried|lo lắng; 🙁 frown|hơi buồn; 😮 wow open mouth|ngạc nhiên; 😲 astonished|kinh ngạc; 🥺 pleading|năn nỉ; 😨 fear|sợ; 😰 anxious|lo toát mồ hôi; 😢 cry|khóc; 😭 sob|khóc to; 😱 scream|la hét; 😣 persevere|gắng chịu; 😞 disappointed|thất vọng; 😓 downcast sweat|mệt mỏi; 😩 weary|chán nản; 🥱 yawn|ngáp; 😤 triumph huff|hậm hực; 😡 angry red|tức giận; 😠 angry|giận; 🤬 swearing|chửi; 😈 devil smile|quỷ cười; 💀 skull|đầu lâu; 💩 poo|phân; 🤡 clown|hề; 👻 ghost|ma; 👽 alien|người ngoài hành tinh; 🤖 robot|rô bốt`,
  gestures: `👍 thumbs up like|thích, đồng ý; 👎 thumbs down|không thích; 👌 ok|được; 🤌 pinched fingers|chụm ngón tay; ✌️ victory peace|chiến thắng; 🤞 crossed fingers luck|cầu may; 🫶 heart hands|tay trái tim; 🤟 love you|yêu bạn; 🤘 rock|rock; 🤙 call me|gọi cho tôi; 👈 point left|chỉ trái; 👉 point right|chỉ phải; 👆 point up|chỉ lên; 👇 point down|chỉ xuống; ☝️ one finger|ngón trỏ; 👋 wave hello bye|vẫy tay, chào; ✋ hand stop|giơ tay; 🖖 vulcan|thần Vulcan; 👏 clap|vỗ tay; 🙌 raised hands|giơ hai tay; 👐 open hands|mở tay; 🤲 palms up|ngửa tay; 🤝 handshake|bắt tay; 🙏 pray thanks please|cảm ơn, cầu nguyện; ✍️ write|viết; 💪 strong muscle|khỏe, cơ bắp; 👊 fist bump|đấm; ✊ raised fist|nắm tay; 🫵 you|chỉ bạn; 👀 eyes look|mắt, nhìn; 👁️ eye|con mắt; 🧠 brain|não; 👄 mouth|miệng; 👶 baby|em bé; 🧒 child|trẻ em; 👩 woman|phụ nữ; 👨 man|đàn ông; 👵 grandmother|bà; 👴 grandfather|ông; 🤷 shrug|nhún vai; 🤦 facepalm|bó tay; 🙋 raising hand|giơ tay phát biểu; 🙇 bow|cúi đầu; 💁 tipping hand|hướng dẫn; 🙅 no|không được; 🙆 ok gesture|đồng ý; 🏃 run|chạy; 🚶 walk|đi bộ; 💃 dance|nhảy; 🕺 dancing man|nhảy nam; 👫 couple|đôi nam nữ; 👪 family|gia đình`,
  hearts: `❤️ red heart love|trái tim đỏ, yêu; 🧡 orange heart|tim cam; 💛 yellow heart|tim vàng; 💚 green heart|tim xanh lá; 💙 blue heart|tim xanh dương; 💜 purple heart|tim tím; 🖤 black heart|tim đen; 🤍 white heart|tim trắng; 🤎 brown heart|tim nâu; 💔 broken heart|tim vỡ; ❤️‍🔥 heart on fire|tim cháy; 💕 two hearts|hai trái tim; 💞 revolving hearts|tim xoay; 💓 beating heart|tim đập; 💗 growing heart|tim lớn dần; 💖 sparkling heart|tim lấp lánh; 💘 arrow heart cupid|tim trúng tên; 💝 heart gift|tim quà; 💋 kiss mark|dấu hôn; 💯 hundred|một trăm, trăm điểm; 💢 anger|giận dữ; 💥 boom|nổ; 💫 dizzy star|choáng sao; 💦 sweat drops|giọt nước; 💨 dash|chạy nhanh; 💤 sleep zzz|ngủ; 💬 speech bubble|lời nói; 💭 thought|suy nghĩ; ✨ sparkles|lấp lánh; ⭐ star|ngôi sao; 🌟 glowing star|sao sáng; 🔥 fire|lửa, cháy; ✅ check done|xong, đúng; ❌ cross wrong|sai; ❓ question|hỏi; ❗ exclamation|chấm than; ⚠️ warning|cảnh báo; ♻️ recycle|tái chế; 🎵 music note|nốt nhạc`,
  animals: `🐶 dog|chó; 🐱 cat|mèo; 🐭 mouse|chuột; 🐹 hamster|chuột hamster; 🐰 rabbit|thỏ; 🦊 fox|cáo; 🐻 bear|gấu; 🐼 panda|gấu trúc; 🐨 koala|koala; 🐯 tiger|hổ, cọp; 🦁 lion|sư tử; 🐮 cow|bò; 🐷 pig|heo, lợn; 🐸 frog|ếch; 🐵 monkey|khỉ; 🙈 see no evil|khỉ che mắt; 🙉 hear no evil|khỉ che tai; 🙊 speak no evil|khỉ che miệng; 🐔 chicken|gà; 🐧 penguin|chim cánh cụt; 🐦 bird|chim; 🐤 chick|gà con; 🦆 duck|vịt; 🦉 owl|cú; 🐺 wolf|sói; 🐴 horse|ngựa; 🦄 unicorn|kỳ lân; 🐝 bee|ong; 🦋 butterfly|bướm; 🐌 snail|ốc sên; 🐞 ladybug|bọ rùa; 🐢 turtle|rùa; 🐍 snake|rắn; 🐙 octopus|bạch tuộc; 🦀 crab|cua; 🐟 fish|cá; 🐬 dolphin|cá heo; 🐳 whale|cá voi; 🦈 shark|cá mập; 🐘 elephant|voi; 🐃 water buffalo|trâu; 🌸 cherry blossom|hoa anh đào; 🌹 rose|hoa hồng; 🌻 sunflower|hoa hướng dương; 🪷 lotus|hoa sen; 🌼 blossom|bông hoa; 🌷 tulip|hoa tulip; 🌱 seedling|mầm cây; 🌳 tree|cây; 🌴 palm|cây cọ, dừa; 🎋 bamboo|tre; 🍀 clover luck|cỏ bốn lá; 🍁 maple leaf|lá phong; 🌙 moon|mặt trăng; ☀️ sun|mặt trời; ⛅ cloud|mây; 🌧️ rain|mưa; ⛈️ storm|bão; 🌈 rainbow|cầu vồng; ❄️ snow|tuyết; 🌊 wave|sóng`,
  food: `🍎 apple|táo; 🍊 orange|cam; 🍋 lemon|chanh; 🍌 banana|chuối; 🍉 watermelon|dưa hấu; 🍇 grapes|nho; 🍓 strawberry|dâu; 🍑 peach|đào; 🥭 mango|xoài; 🍍 pineapple|dứa, thơm; 🥥 coconut|dừa; 🥑 avocado|bơ; 🍅 tomato|cà chua; 🌶️ chili|ớt; 🌽 corn|ngô, bắp; 🥕 carrot|cà rốt; 🧄 garlic|tỏi; 🍞 bread|bánh mì; 🥖 baguette|bánh mì que; 🥐 croissant|bánh sừng bò; 🧀 cheese|phô mai; 🍳 egg|trứng; 🥓 bacon|thịt xông khói; 🍗 chicken leg|đùi gà; 🍔 burger|bánh kẹp; 🍟 fries|khoai tây chiên; 🍕 pizza|pizza; 🌮 taco|taco; 🥗 salad|rau trộn; 🍜 noodles pho|phở, mì; 🍲 hotpot stew|lẩu; 🍚 rice|cơm; 🍛 curry|cà ri; 🍣 sushi|sushi; 🥟 dumpling|há cảo; 🍤 shrimp|tôm chiên; 🍙 rice ball|cơm nắm; 🍦 ice cream|kem; 🍩 doughnut|bánh vòng; 🍪 cookie|bánh quy; 🎂 birthday cake|bánh sinh nhật; 🍰 cake|bánh ngọt; 🍫 chocolate|sô cô la; 🍬 candy|kẹo; 🍿 popcorn|bắp rang; ☕ coffee|cà phê; 🍵 tea|trà; 🧋 bubble tea|trà sữa; 🥤 soft drink|nước ngọt; 🍺 beer|bia; 🍻 cheers|cụng ly; 🍷 wine|rượu vang; 🥂 champagne|sâm panh; 🥢 chopsticks|đũa; 🥮 moon cake|bánh trung thu`,
  activities: `🎉 party tada|ăn mừng, pháo giấy; 🎊 confetti|pháo giấy; 🎈 balloon|bóng bay; 🎁 gift|quà; 🎀 ribbon|nơ; 🧧 lucky money tet|lì xì, tết; 🎆 fireworks|pháo hoa; 🧨 firecracker|pháo; 🏮 lantern|đèn lồng; 🎃 halloween|bí ngô; 🎄 christmas|giáng sinh; 🏆 trophy|cúp; 🥇 gold medal|huy chương vàng; 🥈 silver medal|huy chương bạc; 🥉 bronze medal|huy chương đồng; ⚽ football soccer|bóng đá; 🏀 basketball|bóng rổ; 🏐 volleyball|bóng chuyền; 🎾 tennis|quần vợt; 🏸 badminton|cầu lông; 🏓 table tennis|bóng bàn; 🥊 boxing|đấm bốc; 🏊 swim|bơi; 🚴 cycle|đạp xe; 🏋️ weights gym|tập tạ; 🧘 yoga|yoga, thiền; 🎮 video game|trò chơi; 🎲 dice|xúc xắc; ♟️ chess|cờ; 🧩 puzzle|xếp hình; 🎯 target|mục tiêu; 🎨 art|vẽ; 🎭 theatre|kịch; 🎬 film|phim; 🎤 sing microphone|hát, micrô; 🎧 headphones|tai nghe; 🎸 guitar|đàn ghi ta; 🎹 piano|đàn piano; 🥁 drum|trống; 📷 camera|máy ảnh`,
  places: `🏠 home house|nhà; 🏡 garden house|nhà vườn; 🏢 office|văn phòng; 🏥 hospital|bệnh viện; 🏫 school|trường học; 🏪 shop|cửa hàng; ⛪ church|nhà thờ; 🛕 temple|đền; 🏯 castle|lâu đài; 🗼 tower|tháp; 🏖️ beach|bãi biển; 🏝️ island|đảo; ⛰️ mountain|núi; 🏕️ camping|cắm trại; 🌃 night city|đêm thành phố; 🌅 sunrise|bình minh; 🌆 dusk|hoàng hôn; 🚗 car|ô tô, xe hơi; 🚕 taxi|taxi; 🚌 bus|xe buýt; 🚑 ambulance|xe cứu thương; 🚲 bicycle|xe đạp; 🛵 scooter motorbike|xe máy; 🏍️ motorcycle|mô tô; 🚄 train|tàu hỏa; ✈️ plane|máy bay; 🚀 rocket|tên lửa; ⛵ sailboat|thuyền buồm; 🚢 ship|tàu thủy; ⚓ anchor|neo; 🗺️ map|bản đồ; 🧭 compass|la bàn; 🌍 earth world|trái đất; 🇻🇳 vietnam flag|cờ Việt Nam; 🏁 finish flag|cờ đích; 🚩 flag|cờ đỏ; 🏳️‍🌈 rainbow flag|cờ cầu vồng`,
  things: `📱 phone|điện thoại; 💻 laptop|máy tính; ⌨️ keyboard|bàn phím; 🖥️ computer|máy tính bàn; 🔋 battery|pin; 💡 idea bulb|ý tưởng, bóng đèn; 🔦 torch|đèn pin; 🕯️ candle|nến; 📚 books|sách; 📖 read book|đọc sách; ✏️ pencil|bút chì; 📝 note|ghi chú; 📅 calendar|lịch; 📌 pin|ghim; 📎 paperclip|kẹp giấy; ✂️ scissors|kéo; 🔒 lock|khóa; 🔑 key|chìa khóa; 🔨 hammer|búa; 🛠️ tools|dụng cụ; ⚙️ gear settings|bánh răng, cài đặt; 💰 money|tiền; 💵 cash|tiền mặt; 💳 card|thẻ; 💎 gem|kim cương; ⏰ alarm clock|báo thức; ⌛ hourglass time|đồng hồ cát; 🔔 bell|chuông; 🔕 mute|tắt chuông; 📣 announce|loa; 📷 camera|máy ảnh; 📹 video|quay phim; 📦 package|gói hàng; 📬 mail|thư; ✉️ letter|phong bì; 💊 pill|thuốc; 🩺 doctor|bác sĩ; 🧹 broom|chổi; 🧺 basket|giỏ; 🛒 shopping|mua sắm; 🎒 backpack|ba lô; 👓 glasses|kính; 👕 shirt|áo; 👗 dress|váy; 👟 shoe|giày; 👑 crown|vương miện; 💍 ring|nhẫn; ☂️ umbrella|ô, dù`,
};

/** All emoji of a group. */
export function emojiOf(group: EmojiGroup): readonly NamedEmoji[] {
  return parsed[group];
}

/** The emoji with a name, in either language, that holds what is asked, whatever its accents and case. */
export function findEmoji(asked: string): readonly NamedEmoji[] {
  const words = folded(asked).split(/\s+/).filter(Boolean);
  return emojiGroups.flatMap((group) =>
    parsed[group].filter(({ names }) => {
      const text = folded(names.join(' '));
      return words.every((word) => text.includes(word));
    }),
  );
}

function parse(list: string): NamedEmoji[] {
  return list.split('; ').map((entry) => {
    const space = entry.indexOf(' ');
    const [english = '', vietnamese = ''] = entry.slice(space + 1).split('|');
    return { emoji: entry.slice(0, space), names: [english, vietnamese] };
  });
}

const parsed = Object.fromEntries(
  emojiGroups.map((group) => [group, parse(lists[group])]),
) as Readonly<Record<EmojiGroup, NamedEmoji[]>>;
