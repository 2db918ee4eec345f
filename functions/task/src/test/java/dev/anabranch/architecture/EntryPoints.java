package dev.anabranch.architecture;

import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;

/** The classes that may read clock, randomness and settings directly. All other classes receive them as parameters. */
final class EntryPoints {

    /** The names of the classes; most are in modules that depend on this one, so they cannot be imported. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            entry("dev.anabranch.cli.Main", "the entry point of the process, which reads the environment once"),
            entry(
                    "dev.anabranch.cli.internal.terminal.LastResort",
                    "terminates a process that cannot load its classes"),
            entry("dev.anabranch.cli.internal.terminal.InterruptSignal", "terminates the process"),
            entry("dev.anabranch.cli.internal.terminal.HeapGuard", "terminates a process that has no memory left"),
            entry("dev.anabranch.cdk.AnabranchApp", "terminates the process of the CDK app"),
            entry("dev.anabranch.embedded.internal.local.LocalCloud", "creates the embedded cloud of the process"),
            entry(
                    "dev.anabranch.stores.internal.http.CloudEndpoint",
                    "the JDK's HTTP server reads a setting from a system property"),
            entry("dev.anabranch.stores.internal.storage.FolderFiles", "makes the random ids of data folders"),
            entry("dev.anabranch.engine.EngineBuilder", "the default random generator"),
            entry("dev.anabranch.engine.time.SystemClock", "the clock for real time"),
            entry(
                    "dev.anabranch.examples.landcover.Imagery",
                    "AWT looks for a screen when it is loaded, and a function has none"),
            entry(
                    "dev.anabranch.runs.internal.process.RunServices",
                    "an entry point of Lambda, which reads settings, clock and randomness once"),
            entry(
                    "dev.anabranch.runtime.internal.invoke.TaskStreams",
                    "separates what tasks print from the streams of the process"),
            entry(
                    "dev.anabranch.runtime.TaskFunction",
                    "an entry point of Lambda, which reads settings and clock once"));

    static DescribedPredicate<JavaClass> mayReadTheSurroundings() {
        return DescribedPredicate.describe(
                "entry points", type -> REASONS.containsKey(outermost(type).getName()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(EntryPoints::outermost).orElse(type);
    }

    private EntryPoints() {}
}
