import Kernel
import Scenario

/// The fields of creators and their posts.
enum CreatorFields {
  static let followers = Field<Double>(
    "creators{}.followers", in: 0...1e11, since: "0.1", "People who follow the creator.")
  static let viewRate = Field<Double>(
    "creators{}.viewRate", default: 0.145, in: 0...10, since: "0.1", source: "vendor study 2023: 14.5 %",
    "Views of a post in its first 48 hours per follower, on average.")
  static let spread = Field<Double>(
    "creators{}.spread", default: 1.2, in: 0...5, since: "0.1", source: "assumption",
    "Spread σ of the lognormal factor by which a post does better or worse; its mean is 1.")
  static let clickThrough = Field<Double>(
    "creators{}.clickThrough", default: 0.01, in: 0...1, since: "0.1", source: "assumption",
    "Visits to the offer per view.")
  static let shares = Field<Keyed<CountryCode, Double>>(
    "creators{}.markets", default: [:], in: 0...1, since: "0.1",
    "Share of the followers by market; the rest lives elsewhere. Without entries they are spread like the audiences.")
  static let postCreator = Field<Reference>("posts[].creator", to: "creators{}", since: "0.1", "Who posts.")
  static let postAt = Field<SimTime>("posts[].at", since: "0.1", "When the post is planned.")
  static let jitter = Field<SimDuration>(
    "posts[].jitter", default: .minutes(10), in: .zero...(.days(7)), since: "0.1", source: "assumption",
    "Standard deviation of the time by which it comes earlier or later.")
  static let branching = Field<Double?>(
    "posts[].branching", default: nil, in: 0..., since: "0.1",
    where: { $0.flatMap(CascadeFields.isSubcritical) },
    "Branching number of this post; without one it turns out ordinary or viral.")

  static let scheduleFrom = Field<SimTime>("creators{}.schedule.from", since: "0.1", "When the first post is planned.")
  static let scheduleUntil = Field<SimTime?>(
    "creators{}.schedule.until", default: nil, since: "0.1", "When posting ends; the end of the run when left out.")
  static let scheduleEvery = Field<SimDuration>(
    "creators{}.schedule.every", default: .hours(84), in: .minutes(10)...(.days(365)), since: "0.1",
    source: "vendor study: about 2 videos a week", "Time between posts.")
  static let scheduleJitter = Field<SimDuration>(
    "creators{}.schedule.jitter", default: .minutes(10), in: .zero...(.days(7)), since: "0.1", source: "assumption",
    "Standard deviation of the time by which a post comes earlier or later.")

  static let group = FieldGroup(
    "Creators and posts", "Who posts when, and whom it reaches.",
    sections: [
      SectionRule("creators{}.schedule", optional: true, "Posts at regular times, besides those that are listed.")
    ],
    fields: [
      followers, viewRate, spread, clickThrough, shares, postCreator, postAt, jitter, branching, scheduleFrom,
      scheduleUntil, scheduleEvery, scheduleJitter,
    ])
}

/// The fields of flash drops.
enum DropFields {
  static let at = Field<SimTime>("drops[].at", since: "0.1", "The instant everybody waits for.")
  static let creator = Field<Reference?>(
    "drops[].creator", default: nil, to: "creators{}", since: "0.1",
    "Whose followers come: they split over markets like the creator's; without one like the audiences.")
  static let crowd = Field<Double>(
    "drops[].crowd", in: 0...1e11, since: "0.1", "People who wait for it, in all markets.")
  static let followers = Field<Double>(
    "drops[].latecomers", default: 0, in: 0...1e11, since: "0.1", "People who come after it without having waited.")
  static let gathering = Field<SimDuration>(
    "drops[].gathering", default: .minutes(30), in: .seconds(1)...(.days(2)), since: "0.1", source: "assumption",
    "How long before it the first ones wait.")
  static let reaction = Field<SimDuration>(
    "drops[].reaction", default: .seconds(4), in: .milliseconds(100)...(.hours(1)), since: "0.1", source: "assumption",
    "Mean reaction time; reactions follow Gamma(2).")
  static let decay = Field<SimDuration>(
    "drops[].decay", default: .seconds(120), in: .seconds(1)...(.days(1)), since: "0.1", source: "assumption",
    "Time in which the stream of latecomers falls to 1/e.")
  static let pollEvery = Field<SimDuration>(
    "drops[].pollEvery", default: .milliseconds(3_500), in: .milliseconds(100)...(.hours(1)), since: "0.1",
    source: "assumption", "Mean time between two polls of one who waits.")

  static let bots = Field<Double>(
    "drops[].scalpers", default: 0, in: 0...1e9, since: "0.1",
    "Programs that buy for scalpers in the first half second, in all markets.")
  static let botTries = Field<Double>(
    "drops[].scalperTries", default: 1, in: 0...1e6, since: "0.1", source: "assumption", "Tries of each of them.")

  static let group = FieldGroup(
    "Drops", "A countdown, and everybody at once.",
    fields: [at, creator, crowd, followers, gathering, reaction, decay, pollEvery, bots, botTries])
}

/// The fields of live sessions.
enum LiveFields {
  static let start = Field<SimTime>("liveSessions[].start", since: "0.1", "When the session begins.")
  static let length = Field<SimDuration>(
    "liveSessions[].length", default: .hours(2), in: .minutes(1)...(.days(3)), since: "0.1", "How long it lasts.")
  static let creator = Field<Reference?>(
    "liveSessions[].creator", default: nil, to: "creators{}", since: "0.1",
    "Who hosts it: viewers split over markets like the creator's followers; without one like the audiences.")
  static let audience = Field<Double>(
    "liveSessions[].audience", in: 0...1e11, since: "0.1", "People who join over the session, in all markets.")
  static let announced = Field<Double>(
    "liveSessions[].announced", default: 0.4, in: 0...1, since: "0.1", source: "assumption",
    "Share of them who knew and join at the beginning; the others come evenly.")
  static let glanceShare = Field<Double>(
    "liveSessions[].glanceShare", default: 0.7, in: 0...1, since: "0.1", source: "assumption",
    "Share of viewers who only glance: watch times are hyper-exponential.")
  static let glance = Field<SimDuration>(
    "liveSessions[].glance", default: .minutes(1), in: .seconds(1)...(.hours(12)), since: "0.1", source: "assumption",
    "Mean watch time of those who glance.")
  static let stay = Field<SimDuration>(
    "liveSessions[].stay", default: .minutes(15), in: .seconds(1)...(.hours(12)), since: "0.1", source: "assumption",
    "Mean watch time of those who stay.")
  static let visitRate = Field<Rate>(
    "liveSessions[].visitRate", default: Rate(perHour: 6), in: Rate(perHour: 0)..., since: "0.1", source: "assumption",
    "Visits to the offer per viewer and time.")
  static let recommendation = Field<Double>(
    "liveSessions[].recommendation", default: 2, in: 0...100, since: "0.1", source: "assumption",
    "Further viewers per checkout, by recommendation.")
  static let skus = Field<[Reference]>(
    "liveSessions[].skus", default: [], to: "skus{}", since: "0.1", "What is pitched, in turn.")
  static let pitchEvery = Field<SimDuration>(
    "liveSessions[].pitchEvery", default: .minutes(8), in: .seconds(10)...(.hours(12)), since: "0.1",
    source: "assumption", "Time between pitches.")
  static let pitchBoost = Field<Double>(
    "liveSessions[].pitchBoost", default: 3, in: 0...100, since: "0.1", source: "assumption",
    "How much a pitch adds to the wish to buy just after it: 3 makes it fourfold.")
  static let pitchDecay = Field<SimDuration>(
    "liveSessions[].pitchDecay", default: .seconds(90), in: .seconds(1)...(.hours(12)), since: "0.1",
    source: "assumption", "Time in which the boost falls to 1/e.")

  static let tail = Field<Double?>(
    "liveSessions[].tail", default: nil, in: 1.01...10, since: "0.1",
    "Exponent of a Pareto factor of mean 1, drawn per session, on who joins; 1.2 fits a platform's sessions. Without a "
      + "value the audience is as written.")
  static let tailCap = Field<Double>(
    "liveSessions[].tailCap", default: 100, in: 1...1e9, since: "0.1", source: "assumption",
    "The largest value of that factor.")

  static let group = FieldGroup(
    "Live sessions", "Hosts who pitch one item after the other.",
    fields: [
      start, length, creator, audience, announced, glanceShare, glance, stay, visitRate, recommendation, skus,
      pitchEvery,
      pitchBoost, pitchDecay, tail, tailCap,
    ])
}

/// The fields of paid advertising.
enum AdFields {
  static let market = Field<Reference>("ads[].market", to: "markets{}", since: "0.1", "Where it is shown.")
  static let from = Field<SimTime>("ads[].from", since: "0.1", "When it begins.")
  static let until = Field<SimTime>("ads[].until", since: "0.1", "When it ends.")
  static let budget = Field<Money>("ads[].budget", since: "0.1", "What is spent, evenly.")
  static let costPerMille = Field<Money>("ads[].costPerMille", since: "0.1", "Cost of a thousand impressions.")
  static let clickThrough = Field<Double>(
    "ads[].clickThrough", default: 0.01, in: 0...1, since: "0.1", source: "assumption", "Visits per impression.")

  static let halfAt = Field<Rate?>(
    "ads[].halfAt", default: nil, in: Rate(perHour: 1e-6)..., since: "0.1",
    "Impressions per time at which half of the response is lost to saturation. Without a value there is none.")
  static let carryOver = Field<SimDuration>(
    "ads[].carryOver", default: .zero, in: .zero...(.days(60)), since: "0.1",
    "Mean time from an impression to its visit.")

  static let group = FieldGroup(
    "Advertisements", "Paid traffic: a budget spent evenly over a span.",
    fields: [market, from, until, budget, costPerMille, clickThrough, halfAt, carryOver])
}
