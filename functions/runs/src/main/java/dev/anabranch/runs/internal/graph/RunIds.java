package dev.anabranch.runs.internal.graph;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The ids of runs, which are the names of their executions: at most 80 of the characters that are also safe in
 * CloudWatch Logs (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
 */
public final class RunIds {

    private static final int LONGEST = StepFunctionsQuotas.RESOURCE_NAME_CHARS;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1," + LONGEST + "}");
    private static final Pattern HASHED = Pattern.compile("-[0-9a-f]{24}$");
    private static final int SUFFIX = 5;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunIds() {}

    /** Returns the id; throws {@link RunRefused} if it is invalid. */
    public static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_RUN_ID,
                    "A run's id must be 1 to " + LONGEST + " letters, digits, hyphens and underscores, but is `"
                            + shown(id) + "`.");
        }
        return id;
    }

    /** Returns true if the id is valid. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    private static String shown(String id) {
        return id.codePointCount(0, id.length()) <= LONGEST
                ? id
                : id.substring(0, id.offsetByCodePoints(0, LONGEST)) + "...";
    }

    /**
     * Generates an id from the workflow and the start time; if {@code crowded}, with random characters to avoid a
     * collision.
     */
    public static String of(String workflow, Instant started, RandomGenerator random, boolean crowded) {
        String suffix = "-" + TIME.format(started) + (crowded ? "-" + letters(random) : "");
        return workflow.substring(0, Math.min(workflow.length(), LONGEST - suffix.length())) + suffix;
    }

    private static String letters(RandomGenerator random) {
        return String.format(Locale.ROOT, "%04x", random.nextInt(1 << 16)).substring(0, SUFFIX - 1);
    }

    /** Returns the id for all starts of a workflow with one Idempotency-Key. */
    public static String ofKey(String workflow, String key) {
        String suffix = "-" + hash(workflow + "\n" + key).substring(0, 24);
        return workflow.substring(0, Math.min(workflow.length(), LONGEST - suffix.length())) + suffix;
    }

    /**
     * Returns the id of the run that an action starts.
     *
     * @param workflow the workflow to run
     * @param action the indexes of the action, joined by dots
     */
    public static String ofAction(String workflow, String runId, String node, String action) {
        return ofKey(workflow, runId + "\n" + node + "\n" + action);
    }

    /** Returns whether an id can be that of a run which an action has started: its end is a hash. */
    public static boolean mayBeOfAction(String id) {
        return HASHED.matcher(id).find();
    }

    /** Returns the SHA-256 in 64 hexadecimal digits. */
    public static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
