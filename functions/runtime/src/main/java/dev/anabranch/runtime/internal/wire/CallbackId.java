package dev.anabranch.runtime.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id with which an outside system ends a callback. It consists of letters, digits and {@code - _ .}
 *
 * @param run the id of the run
 * @param node the name of the node
 * @param path the indexes of the action
 * @param secret the part that cannot be guessed; see {@link CallbackToken#secret()}
 */
public record CallbackId(String run, String node, List<Long> path, String secret) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,1000})\\.([A-Za-z0-9_-]{1,100})");
    private static final Pattern PATH = Pattern.compile("(\\d{1,12}(\\.\\d{1,12})*)?");

    /** Copies the list. */
    public CallbackId {
        path = List.copyOf(path);
    }

    /** Returns the id of the callback of an action. */
    public static CallbackId of(Invocation action, CallbackToken callback) {
        return new CallbackId(action.run().id(), action.node(), action.path(), callback.secret());
    }

    /** Reads the text form; empty if the text is not the id of a callback. */
    public static Optional<CallbackId> parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String[] action;
        try {
            action = new String(Base64.getUrlDecoder().decode(parts.group(1)), StandardCharsets.UTF_8).split("\n", -1);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (action.length != 3 || !PATH.matcher(action[2]).matches()) {
            return Optional.empty();
        }
        List<Long> path = action[2].isEmpty()
                ? List.of()
                : Pattern.compile("\\.")
                        .splitAsStream(action[2])
                        .map(Long::valueOf)
                        .toList();
        // Another text form of the same action, such as one with the index 00, is not the id that the task received.
        return Optional.of(new CallbackId(action[0], action[1], path, parts.group(2)))
                .filter(id -> id.text().equals(text));
    }

    /** Returns the text form. */
    public String text() {
        String action = run + "\n" + node + "\n" + Invocation.joined(path);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(action.getBytes(StandardCharsets.UTF_8)) + "."
                + secret;
    }

    /** Returns the key of the action's record. */
    public RecordKey key() {
        return RecordKey.of(run, node, path);
    }

    /** Returns a description without the secret. */
    @Override
    public String toString() {
        return "CallbackId[" + run + ", " + node + ", " + path + "]";
    }
}
