// swift-tools-version:6.0
import PackageDescription

// `make ios` generates KazasuCore and KazasuFFI from the core's library, and says where that library is.
let generated = "target/generated"

var targets: [Target] = [
    // What UniFFI 0.32 generates is of Swift 5 mode; the next version's is of Swift 6 (docs/decisions/0015).
    .target(
        name: "KazasuCore",
        dependencies: ["KazasuFFI"],
        path: "\(generated)/KazasuCore",
        swiftSettings: [.swiftLanguageMode(.v5)]
    )
]
var kit: [Target.Dependency] = ["KazasuCore"]
var ui: [Target.Dependency] = ["KazasuKit", "KazasuCore"]

var strict: [SwiftSetting] = []
#if os(Linux)
    strict = [.unsafeFlags(["-warnings-as-errors"])]
    // Apple's frameworks do not exist here: the names that are used of them, to check types and to play against. A Mac
    // never sees these targets.
    let library = "\(Context.packageDirectory)/target/host"
    for name in ["Combine", "CoreNFC", "Security", "SwiftUI", "UIKit"] {
        let needs: [Target.Dependency] = name == "SwiftUI" ? ["Combine", "UIKit"] : []
        // Apple's own views say nothing about isolation inside; neither does what stands in for them.
        let mode: [SwiftSetting] = name == "SwiftUI" ? [.swiftLanguageMode(.v5)] : []
        targets.append(.target(name: name, dependencies: needs, path: "LinuxStandIns/\(name)", swiftSettings: mode))
    }
    kit += ["Combine", "CoreNFC", "Security", "UIKit"]
    ui += ["SwiftUI", "UIKit"]
    targets += [
        .systemLibrary(name: "KazasuFFI", path: "\(generated)/KazasuFFI"),
        .executableTarget(
            name: "KazasuApp",
            dependencies: ["KazasuUI", "KazasuKit", "KazasuCore", "SwiftUI"],
            path: "App",
            exclude: ["Resources", "project.yml"],
            sources: ["Sources", "Generated"],
            swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-L\(library)", "-lkazasu_ffi", "-Xlinker", "-rpath", "-Xlinker", library])]
        ),
        // Compiled here, run on a Mac.
        .target(
            name: "SimulatorTests",
            dependencies: ["KazasuKit", "KazasuUI", "KazasuCore", "SwiftUI", "UIKit"],
            path: "Tests/SimulatorTests"
        ),
        .testTarget(
            name: "KazasuKitTests",
            dependencies: [
                "KazasuKit", "KazasuUI", "KazasuCore", "Combine", "CoreNFC", "Security", "SwiftUI", "UIKit",
            ],
            linkerSettings: [.unsafeFlags(["-L\(library)", "-lkazasu_ffi", "-Xlinker", "-rpath", "-Xlinker", library])]
        ),
    ]
#else
    targets += [
        .binaryTarget(name: "KazasuFFI", path: "target/KazasuFFI.xcframework"),
        .testTarget(name: "SimulatorTests", dependencies: ["KazasuKit", "KazasuUI", "KazasuCore"]),
    ]
#endif

targets += [
    .target(name: "KazasuKit", dependencies: kit, swiftSettings: strict),
    .target(name: "KazasuUI", dependencies: ui, swiftSettings: strict),
]

let package = Package(
    name: "Kazasu",
    platforms: [.iOS(.v16)],
    products: [
        .library(name: "KazasuCore", targets: ["KazasuCore"]),
        .library(name: "KazasuKit", targets: ["KazasuKit"]),
        .library(name: "KazasuUI", targets: ["KazasuUI"]),
    ],
    targets: targets,
    swiftLanguageModes: [.v6]
)
