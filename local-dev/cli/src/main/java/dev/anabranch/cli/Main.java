package dev.anabranch.cli;

import dev.anabranch.cli.internal.command.Anabranch;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.CommandHost;
import dev.anabranch.cli.internal.terminal.DesktopBrowser;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.HeapGuard;
import dev.anabranch.cli.internal.terminal.InterruptSignal;
import dev.anabranch.cli.internal.terminal.LastResort;
import dev.anabranch.cli.internal.terminal.LibraryLog;
import dev.anabranch.cli.internal.terminal.ResultStream;
import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.client.internal.transport.DefaultAwsAccess;
import dev.anabranch.embedded.internal.local.EarlyClasses;
import dev.anabranch.embedded.internal.local.Sleeper;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.runtime.internal.invoke.TaskStreams;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The entry point of the command line. Reads the environment of the process once and passes it to the commands. */
public final class Main {

    /** How long a command may open no files before it ends. */
    private static final int COMMAND_SECONDS = 5;

    /** The same for a server, whose clients may use all files for some time. */
    private static final int SERVER_SECONDS = 60;

    private static final Set<String> SERVERS = Set.of("serve", "dev", "console");

    private static final Set<String> RUNNING = Set.of("run", "rerun");

    private Main() {}

    /** Runs one command, and terminates the process with its {@link ExitCode}. */
    public static void main(String... args) {
        PrintStream messages = System.err;
        LastResort lastResort = lastResort(messages);
        try {
            lastResort.watch(args.length > 0 && SERVERS.contains(args[0]) ? SERVER_SECONDS : COMMAND_SECONDS);
            InterruptSignal.end(run(messages, args));
        } catch (Throwable failure) {
            lastResort.end(failure);
        }
    }

    static LastResort lastResort(PrintStream messages) {
        return new LastResort(messages, Path.of(System.getProperty("java.home"), "release"));
    }

    /** Runs one command in this process, and returns its {@link ExitCode}. */
    static int run(PrintStream messages, String... args) {
        setProperties();
        if (args.length > 0 && RUNNING.contains(args[0])) {
            EarlyClasses.initialize();
        }
        PrintStream results = new PrintStream(
                new ResultStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        // Tasks run in this process: their output must not mix with results, and they must not close the streams.
        TaskStreams.install(messages, messages);
        HeapGuard.start();
        InterruptSignal.explainExits(messages);
        CommandContext console = console(results, messages);
        CompletableFuture<Integer> code = new CompletableFuture<>();
        // Tasks could interrupt the main thread of Java, but not a GuardedThread.
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Runnable command = () -> {
            try {
                code.complete(Anabranch.run(console, args));
            } catch (Throwable failure) { // Otherwise this method would wait forever.
                code.completeExceptionally(failure);
            }
        };
        new GuardedThread(group, command, "anabranch-main").start();
        int ended = code.join();
        if (results.checkError() && ended == ExitCode.OK) {
            messages.println("anabranch: Standard output cannot be written, so results are missing in it.");
            return ExitCode.WRONG_COMMAND;
        }
        return ended;
    }

    /** Sets the properties that libraries read when they are first used. */
    private static void setProperties() {
        System.setProperty("java.util.logging.config.class", LibraryLog.class.getName());
        // Requests to emulators set the Host header.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    /** Returns the environment of commands in this process. */
    private static CommandContext console(PrintStream results, PrintStream messages) {
        return new CommandContext(
                results,
                messages,
                Terminal.of(System.getenv(), System.getProperties()),
                InstantSource.system(),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                new CommandHost(
                        new DefaultAwsAccess(),
                        new DesktopBrowser(System.getenv(), System.getProperty("os.name", ""), DesktopBrowser::launch),
                        Sleeper::sleep,
                        new SecureRandom(),
                        System.in,
                        ShellWord.of(System.getProperty("anabranch.command", "anabranch"))));
    }
}
