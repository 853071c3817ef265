// Tells the server that what it sent before this has arrived and is shown.
export default function ({ data, setStateValue }) {
  setStateValue("seen", data.number);
}
