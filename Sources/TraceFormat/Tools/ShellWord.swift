/// A word as a shell reads it back: plain where that is safe, in quotes otherwise.
public func shellQuoted(_ word: String) -> String {
  let safe = word.unicodeScalars.allSatisfy { scalar in
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_./=:,+%@".unicodeScalars.contains(scalar)
  }
  return safe && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
