package dev.anabranch.cli;

import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.HeapGuard;
import dev.anabranch.cli.internal.terminal.InterruptSignal;
import dev.anabranch.cli.internal.training.TrainingWorkflow;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The training run of the launcher's class-data archive: runs short commands one after the other, so that the JVM
 * archives the classes that they load. An archive is valid for all class paths that begin with the one of the training
 * run, which has no user's workflows: users have them at its end.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class data sharing</a>
 */
final class Training {

    /** Wide enough for a Distributed Map, so that the archive has the classes of narrow and of wide runs. */
    private static final String WIDE = "{\"width\": 600}";

    private Training() {}

    /**
     * Runs the commands.
     *
     * @param args a folder for the files of the commands, which need not exist
     */
    public static void main(String... args) throws IOException {
        Main.lastResort(System.err).watch(1);
        HeapGuard.load();
        Path folder = Path.of(args[0]);
        Thread.currentThread().setContextClassLoader(withWorkflow(folder.resolve("workflow")));
        String data = folder.resolve("data").toString();
        Main.run(System.err, "list");
        Main.run(System.err, "explain", "training");
        Main.run(System.err, "run", "training", "--input", WIDE, "--data", data);
        Main.run(System.err, "runs", "--data", data);
        InterruptSignal.end(ExitCode.OK);
    }

    /** Returns a class loader that finds the workflow as a service; the file goes to a folder. */
    private static ClassLoader withWorkflow(Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Workflow.class.getName()), TrainingWorkflow.class.getName());
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Training.class.getClassLoader());
    }
}
