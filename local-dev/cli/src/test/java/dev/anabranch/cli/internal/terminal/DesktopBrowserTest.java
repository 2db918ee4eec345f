package dev.anabranch.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DesktopBrowserTest {

    private static final URI PAGE = URI.create("https://example.com/#/a?b=c&d");

    private final List<List<String>> started = new ArrayList<>();

    private boolean show(String system, Map<String, String> environment) {
        return new DesktopBrowser(environment, system, started::add).show(PAGE);
    }

    @Test
    void browserVariableNamesTheBrowser() {
        assertThat(show("Linux", Map.of("BROWSER", "firefox --new-window:w3m"))).isTrue();
        assertThat(show("Linux", Map.of("BROWSER", "open-it %s now", "DISPLAY", ":0")))
                .isTrue();

        assertThat(started)
                .containsExactly(
                        List.of("firefox", "--new-window", PAGE.toString()),
                        List.of("open-it", PAGE.toString(), "now"));
    }

    @Test
    void desktopBrowserIsTheDefault() {
        assertThat(show("Linux", Map.of("DISPLAY", ":0"))).isTrue();
        assertThat(show("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0"))).isTrue();
        assertThat(show("Mac OS X", Map.of())).isTrue();
        assertThat(show("Windows 11", Map.of())).isTrue();

        assertThat(started)
                .extracting(command -> command.get(0))
                .containsExactly("xdg-open", "xdg-open", "open", "rundll32");
        assertThat(started).allMatch(command -> command.get(command.size() - 1).equals(PAGE.toString()));
    }

    @Test
    void machineWithoutDesktopOpensNoBrowser() {
        assertThat(show("Linux", Map.of("BROWSER", " "))).isFalse();
        assertThat(started).isEmpty();
        DesktopBrowser missing = new DesktopBrowser(Map.of("DISPLAY", ":0"), "Linux", command -> {
            throw new IOException("No such file");
        });
        assertThat(missing.show(PAGE)).isFalse();
    }
}
