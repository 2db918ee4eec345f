package dev.anabranch.cli;

import dev.anabranch.cli.progress.Terminal;
import dev.anabranch.client.DefaultAwsAccess;
import dev.anabranch.engine.thread.GuardedThread;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Where the process starts: reads its surroundings once and hands them on. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String... args) {
        System.setProperty("java.util.logging.config.class", LibraryLog.class.getName());
        // Emulators have many hosts behind one port; the JDK's client reads this when it is first used.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        PrintStream results = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream messages = System.err;
        // Tasks run inside this process. What they print is no result, and they may close what they print to.
        PrintStream printed = new TaskPrintStream(messages);
        System.setOut(printed);
        System.setErr(printed);
        Console console = new Console(
                results,
                messages,
                Terminal.of(System.getenv(), System.getProperties()),
                InstantSource.system(),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                new Host(
                        new DefaultAwsAccess(),
                        new DesktopBrowser(System.getenv(), System.getProperty("os.name", ""), DesktopBrowser::launch),
                        Pause::last,
                        new SecureRandom()));
        CompletableFuture<Integer> code = new CompletableFuture<>();
        // Tasks can interrupt the thread that Java starts a program with, but not one of ours.
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        new GuardedThread(group, () -> code.complete(run(console, args)), "anabranch-main").start();
        int ended = code.join();
        results.flush();
        Interruption.end(ended);
    }

    /** Runs one command without ending the process. */
    static int run(Console console, String... args) {
        try {
            return Anabranch.commandLine(console).execute(args);
        } catch (Throwable failure) { // picocli lets Errors through
            return new Complaints(console.err()).explain(failure);
        }
    }
}
