package dev.anabranch.cli;

import dev.anabranch.cli.progress.Terminal;
import dev.anabranch.client.DefaultAwsAccess;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Where the process starts: reads its surroundings once and hands them on. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String... args) {
        System.setProperty("java.util.logging.config.class", LibraryLog.class.getName());
        // Emulators have many hosts behind one port; the JDK's client reads this when it is first used.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        PrintStream results = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        // Tasks run inside this process, and what they print is not a result.
        System.setOut(System.err);
        Console console = new Console(
                results,
                System.err,
                Terminal.of(System.getenv(), System.getProperties()),
                InstantSource.system(),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                new Host(
                        new DefaultAwsAccess(),
                        new DesktopBrowser(System.getenv(), System.getProperty("os.name", ""), DesktopBrowser::launch),
                        Pause::last,
                        new SecureRandom()));
        int code = run(console, args);
        results.flush();
        System.exit(code);
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
