import Foundation

/// One file to be converted, and where its markdown goes.
struct ConversionFile {
    /// As the user may open it; `-` is standard input.
    let path: String
    /// Relative to the folder that was named, with forward slashes; the file's own name where it was named itself.
    let name: String
    /// Relative to the folder of results.
    var result: String

    static let extensions: Set<String> = ["xml", "html", "htm", "xhtml"]

    init(path: String, name: String) {
        self.path = path
        self.name = name
        result = (name as NSString).deletingPathExtension + ".md"
    }

    /// The files that paths stand for, in order; those of folders sorted, hidden ones left out, links not followed.
    ///
    /// - Returns: and what could not be listed.
    static func find(_ paths: [String]) -> (files: [ConversionFile], unreadable: [ConvertError]) {
        var files: [ConversionFile] = []
        var unreadable: [ConvertError] = []
        for path in paths {
            var isFolder: ObjCBool = false
            if path == "-" {
                files.append(ConversionFile(path: path, name: "standard input"))
            } else if !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
                unreadable.append(ConvertError(name: path, reason: "there is no such file or folder"))
            } else if isFolder.boolValue {
                let found = list(path, &unreadable)
                if found.isEmpty, unreadable.isEmpty {
                    unreadable.append(ConvertError(name: path, reason: "holds no .xml or .html files"))
                }
                files += found
            } else {
                files.append(ConversionFile(path: path, name: (path as NSString).lastPathComponent))
            }
        }
        return (told(apart: files), unreadable)
    }

    private static func list(_ folder: String, _ unreadable: inout [ConvertError]) -> [ConversionFile] {
        var found: [ConversionFile] = []
        var waiting = [""]
        while let inner = waiting.popLast() {
            let place = inner.isEmpty ? folder : folder + "/" + inner
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
                unreadable.append(ConvertError(name: place, reason: "cannot be listed"))
                continue
            }
            for name in names where !name.hasPrefix(".") {
                let relative = inner.isEmpty ? name : inner + "/" + name
                let kind = try? FileManager.default.attributesOfItem(atPath: folder + "/" + relative)[.type]
                if kind as? FileAttributeType == .typeDirectory {
                    waiting.append(relative)
                } else if extensions.contains((name as NSString).pathExtension.lowercased()) {
                    found.append(ConversionFile(path: folder + "/" + relative, name: relative))
                }
            }
        }
        return found.sorted { $0.name < $1.name }
    }

    /// `page.xml` and `page.html` cannot both become `page.md`: those that meet keep their extensions.
    private static func told(apart files: [ConversionFile]) -> [ConversionFile] {
        var files = files
        while true {
            let byResult = Dictionary(grouping: files.indices) { files[$0].result.lowercased() }
            let meeting = byResult.values.filter { $0.count > 1 }.joined()
                .filter { files[$0].result != files[$0].name + ".md" }
            guard !meeting.isEmpty else { break }
            for index in meeting { files[index].result = files[index].name + ".md" }
        }
        return numbered(files)
    }

    /// Files of the same name out of several folders.
    private static func numbered(_ files: [ConversionFile]) -> [ConversionFile] {
        var files = files
        var taken: Set<String> = []
        for index in files.indices {
            let stem = (files[index].result as NSString).deletingPathExtension
            var number = 1
            while !taken.insert(files[index].result).inserted {
                number += 1
                files[index].result = "\(stem) (\(number)).md"
            }
        }
        return files
    }
}

struct ConvertError: Error, CustomStringConvertible {
    let name: String
    let reason: String
    var description: String { "\(name): \(reason)" }
}
