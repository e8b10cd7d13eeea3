/** One of KERN’s icons. It is decoration, because the words beside it have the same meaning. */
export function Icon({ name, size }: { name: string; size?: 'small' | 'large' }) {
  return <span className={`kern-icon kern-icon--${name}${size ? ` kern-icon--${size}` : ''}`} aria-hidden="true" />;
}
