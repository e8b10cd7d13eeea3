import { useState } from 'react';
import { TextField } from '../../parts/fields';
import { useAddress } from '../../shell/address';

interface FilterTextProps {
  label: string;
  name: string;
  onSet(changes: Record<string, string>): void;
}

/**
 * A text field that sets its filter when it is left or Enter is pressed, because an incomplete word of a form or a city
 * matches nothing.
 */
export function FilterText({ label, name, onSet }: FilterTextProps) {
  const [address] = useAddress();
  const inAddress = address[name] ?? '';
  const [text, setText] = useState(inAddress);
  const [shown, setShown] = useState(inAddress);
  if (shown !== inAddress) {
    setShown(inAddress);
    setText(inAddress);
  }
  const settle = () => text.trim() !== inAddress && onSet({ [name]: text.trim() });
  return (
    <TextField
      label={label}
      value={text}
      onChange={setText}
      onBlur={settle}
      onKeyDown={({ key }) => key === 'Enter' && settle()}
    />
  );
}
