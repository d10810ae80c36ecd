import {
  Bell,
  Bookmark,
  Compass,
  House,
  MessageCircle,
  Search,
  Settings,
  ShieldCheck,
  UserRound,
  UsersRound,
} from 'lucide-react';

/** Where the frame leads. `bar`: the five of a phone. The label is a key of the shell's texts. */
export const destinations = [
  { to: '/', label: 'home', icon: House, isInBar: true },
  { to: '/explore', label: 'explore', icon: Compass, isInBar: true },
  { to: '/search', label: 'search', icon: Search, isInBar: false },
  { to: '/messages', label: 'messages', icon: MessageCircle, isInBar: true },
  { to: '/notifications', label: 'notifications', icon: Bell, isInBar: true },
  { to: '/friends', label: 'friends', icon: UsersRound, isInBar: false },
  { to: '/saved', label: 'saved', icon: Bookmark, isInBar: false },
  { to: '/moderation', label: 'moderation', icon: ShieldCheck, isInBar: false },
  { to: '/settings', label: 'settings', icon: Settings, isInBar: false },
] as const;

export const profileIcon = UserRound;
