extension MacroBehaviour {
    private static let codes: [String: String] = [
        "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl",
        "portuguese": "pt",
        "russian": "ru", "japanese": "ja", "chinese": "zh", "korean": "ko", "polish": "pl", "czech": "cs",
        "swedish": "sv",
        "danish": "da", "finnish": "fi", "norwegian": "no", "hungarian": "hu", "turkish": "tr", "arabic": "ar",
        "hebrew": "he",
        "greek": "el", "romanian": "ro", "ukrainian": "uk", "vietnamese": "vi", "thai": "th",
    ]

    static let translation = MacroBehaviour(
        "sv-translation", "sv-translation-block", "language", "translation", "english", "german", "french", "spanish",
        "italian",
        "dutch", "portuguese", "russian", "japanese", "chinese", "korean", "polish", "czech", "swedish", "danish",
        "finnish",
        "norwegian", "hungarian", "turkish", "arabic", "hebrew", "greek", "romanian", "ukrainian", "vietnamese", "thai"
    ) { macro, walker in
        let wanted = walker.options.languages
        if !wanted.isEmpty {
            let named = (macro.text("language", "lang", "") ?? macro.name).lowercased()
            let code = codes[named] ?? named
            guard wanted.contains(where: { $0.lowercased() == named || $0.lowercased() == code }) else { return }
        }
        walker.walkBody(of: macro)
    }
}
