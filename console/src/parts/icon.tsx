/** One of KERN’s icons; it is decoration, and its meaning is said in words beside it. */
export function Icon({ name, size }: { name: string; size?: 'small' | 'large' }) {
  return <span className={`kern-icon kern-icon--${name}${size ? ` kern-icon--${size}` : ''}`} aria-hidden="true" />;
}
