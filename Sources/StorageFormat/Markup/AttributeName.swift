/// The attributes that are read; all others are dropped while parsing.
enum AttributeName: String, CaseIterable {
    case href, src, alt, title, style, start, rowspan, colspan, datetime, data, name, color, `class`
    case dataCardAppearance = "data-card-appearance"
    case acName = "ac:name"
    case acAnchor = "ac:anchor"
    case acAlt = "ac:alt"
    case acTitle = "ac:title"
    case acTooltip = "ac:tooltip"
    case acCardAppearance = "ac:card-appearance"
    case emojiFallback = "ac:emoji-fallback"
    case emojiID = "ac:emoji-id"
    case emojiShortname = "ac:emoji-shortname"
    case contentTitle = "ri:content-title"
    case spaceKey = "ri:space-key"
    case postingDay = "ri:posting-day"
    case filename = "ri:filename"
    case contentID = "ri:content-id"
    case accountID = "ri:account-id"
    case userKey = "ri:userkey"
    case username = "ri:username"
    case value = "ri:value"
    case shortcutKey = "ri:key"
    case shortcutParameter = "ri:parameter"
    case atName = "at:name"
    case atKey = "at:key"
    case adfType = "type"
    case adfKey = "key"
    case acType = "ac:type"
    case acKey = "ac:key"

    /// By name with its prefix.
    static let byName = NameTable<AttributeName>(
        allCases.filter { !$0.rawValue.isEmpty && !$0.rawValue.hasPrefix("#") }.map { ($0.rawValue, $0) })
}
