/// Where a visit comes from.
enum Channel: UInt8, CaseIterable, Sendable {
  /// Nobody's doing: search, bookmarks, habit.
  case organic
  /// A paid advertisement.
  case ads
  /// A creator's post.
  case creator
  /// Somebody who saw a post and passed it on.
  case share
  /// The countdown of a flash drop.
  case drop
  /// A live session.
  case live
  /// A push notification.
  case push
  /// Television, or a code on a screen.
  case broadcast
  /// A program that buys for a scalper.
  case bots

  /// The name in scenario files, reports and the trace.
  var name: String { "\(self)" }
  /// The names in the network's order of channels.
  static let names = allCases.map(\.name)
}
