package dev.anabranch.runtime.internal.payload;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The rule for names of a run's files: a name must be valid on Linux, macOS and Windows, so that every download
 * succeeds.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file">Naming files</a>
 */
public final class FileNames {

    /** File systems allow 255 bytes; a download may append to the name while it is in progress. */
    private static final int MOST_BYTES = 200;

    private static final String RESERVED_CHARACTERS = "/\\<>:\"|?*";
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private FileNames() {}

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it is invalid; the message names the violated part of the rule
     */
    public static void require(String name) {
        problem(name).ifPresent(problem -> {
            throw new IllegalArgumentException("The name of a file " + problem + ", but is `" + printable(name)
                    + "`. Choose a name such as `map.png`.");
        });
    }

    private static Optional<String> problem(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        if (name.isBlank() || name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.of("must have 1 to " + MOST_BYTES + " bytes of UTF-8 and not only spaces");
        } else if (name.chars().anyMatch(c -> Character.isISOControl(c) || RESERVED_CHARACTERS.indexOf(c) >= 0)) {
            return Optional.of("must have no control character and none of `" + RESERVED_CHARACTERS + "`");
        } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return Optional.of("must be valid Unicode");
        } else if (name.startsWith(" ") || name.endsWith(" ") || name.endsWith(".")) {
            return Optional.of("must not begin with a space, or end with a space or a dot");
        } else if (DEVICES.contains(stem)) {
            return Optional.of("must not be a device name of Windows");
        }
        return Optional.empty();
    }

    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.chars()
                .limit(MOST_BYTES)
                .forEach(c -> text.append(
                        Character.isISOControl(c) || Character.isSurrogate((char) c)
                                ? String.format("\\u%04x", c)
                                : String.valueOf((char) c)));
        return text.toString();
    }
}
