package dev.anabranch.cli;

import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.HeapGuard;
import dev.anabranch.cli.internal.terminal.InterruptSignal;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * The training run of the launcher's class-data archive: runs short commands one after the other, so that the JVM
 * archives the classes that they load. The workflows come from another class loader, because an archive is valid for
 * all class paths that begin with the one of the training run: users have their own workflows at its end.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class data sharing</a>
 */
final class Training {

    /** Wide enough for a Distributed Map, so that the archive has the classes of narrow and of wide runs. */
    private static final String WIDE = "{\"r\": 600}";

    private Training() {}

    /**
     * Runs the commands.
     *
     * @param args the jar of the examples, and a folder for the run, which need not exist
     */
    public static void main(String... args) throws MalformedURLException {
        Main.lastResort(System.err).watch(1);
        HeapGuard.load();
        URL examples = Path.of(args[0]).toUri().toURL();
        Thread.currentThread()
                .setContextClassLoader(new URLClassLoader(new URL[] {examples}, Training.class.getClassLoader()));
        Main.run(System.err, "list");
        Main.run(System.err, "explain", "square-all");
        Main.run(System.err, "run", "large-fanout", "--input", WIDE, "--data", args[1]);
        Main.run(System.err, "runs", "--data", args[1]);
        InterruptSignal.end(ExitCode.OK);
    }
}
