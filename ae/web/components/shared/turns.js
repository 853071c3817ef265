// Streamlit may end a call of a component's script after it has begun the next one, where a script
// takes long to arrive; what only began once must then stay.

// Count this call, and return its end, which does nothing once another call has begun.
export function lastTurn(holder, end) {
  holder.aeTurn = (holder.aeTurn ?? 0) + 1;
  const mine = holder.aeTurn;
  return () => {
    if (holder.aeTurn === mine) end();
  };
}
