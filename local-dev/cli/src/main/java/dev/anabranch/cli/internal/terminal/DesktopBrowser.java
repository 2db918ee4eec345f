package dev.anabranch.cli.internal.terminal;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The browser that $BROWSER names, or that of the desktop. */
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
     * Of a machine.
     *
     * @param system the name of the operating system, as Java says it
     */
    public DesktopBrowser(Map<String, String> environment, String system, Launcher launcher) {
        this.environment = environment;
        this.system = system.toLowerCase(Locale.ROOT);
        this.launcher = launcher;
    }

    /** In a process of its own, which does not write between our lines. */
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
        } catch (IOException notThere) {
            return false;
        }
    }

    private List<String> command(String page) {
        // Several are separated by colons, as in PATH; %s stands for the address.
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
