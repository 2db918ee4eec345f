package dev.anabranch.cli.internal.terminal;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The browser of $BROWSER, or the default browser of the desktop. */
public final class DesktopBrowser implements Browser {

    private static final String PLACE = "%s";

    private final Map<String, String> environment;
    private final String system;
    private final Launcher launcher;

    /** Starts a program. */
    @FunctionalInterface
    public interface Launcher {
        void start(List<String> command) throws IOException;
    }

    /**
     * Creates the browser of a machine.
     *
     * @param system the value of the system property {@code os.name}
     */
    public DesktopBrowser(Map<String, String> environment, String system, Launcher launcher) {
        this.environment = environment;
        this.system = system.toLowerCase(Locale.ROOT);
        this.launcher = launcher;
    }

    /** Starts a separate process whose output is discarded. */
    public static void launch(List<String> command) throws IOException {
        new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public boolean show(URI page) {
        List<String> command = command(page.toString());
        if (command.isEmpty()) {
            return false;
        }
        try {
            launcher.start(command);
            return true;
        } catch (IOException notFound) {
            return false;
        }
    }

    private List<String> command(String page) {
        // $BROWSER is a list separated by colons, in which %s is the address.
        String chosen = environment.getOrDefault("BROWSER", "").split(":", 2)[0].strip();
        if (!chosen.isEmpty()) {
            List<String> words = new ArrayList<>(List.of(chosen.split(" +")));
            boolean placed = words.contains(PLACE);
            words.replaceAll(word -> word.equals(PLACE) ? page : word);
            if (!placed) {
                words.add(page);
            }
            return words;
        }
        if (system.startsWith("mac")) {
            return List.of("open", page);
        }
        if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", page);
        }
        boolean desktop = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return desktop ? List.of("xdg-open", page) : List.of();
    }
}
