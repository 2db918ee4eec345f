package dev.anabranch.architecture;

import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;

/** The classes that may read clock, randomness and settings directly. All other classes receive them as parameters. */
final class EntryPoints {

    /** The names of the classes; most are in modules that depend on this one, so they cannot be imported. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            entry("dev.anabranch.cli.Main", "the process starts here and reads its environment once"),
            entry("dev.anabranch.cli.internal.terminal.InterruptSignal", "the process ends here"),
            entry(
                    "dev.anabranch.embedded.internal.local.LocalCloud",
                    "puts the embedded cloud of the process together"),
            entry(
                    "dev.anabranch.stores.internal.http.CloudEndpoint",
                    "the JDK's HTTP server takes its setting against delays from the process, once"),
            entry("dev.anabranch.engine.EngineBuilder", "chance, where the caller brings none"),
            entry("dev.anabranch.engine.time.SystemClock", "the engine's clock that is no virtual one"),
            entry(
                    "dev.anabranch.examples.landcover.Imagery",
                    "AWT asks for a screen once, when it is loaded, and a function has none"),
            entry(
                    "dev.anabranch.runs.RunServices",
                    "Lambda starts here too: settings, the clock, chance and waiting enter once"),
            entry("dev.anabranch.runtime.TaskFunction", "Lambda starts here: settings and the clock enter once"));

    static DescribedPredicate<JavaClass> mayReadTheSurroundings() {
        return DescribedPredicate.describe(
                "entry points", type -> REASONS.containsKey(outermost(type).getName()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(EntryPoints::outermost).orElse(type);
    }

    private EntryPoints() {}
}
