package dev.anabranch.runtime.internal.payload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The keys of a run's payloads: {@code runs/<run>/results/<node>/<path>/<attempt>.json} and {@code runs/<run>/files/<node>/<path>/<name>}.
 * The attempt is part of a result's key, so a late attempt never overwrites what a record refers to.
 *
 * <p>Names are escaped to characters that S3 calls safe, with {@code !20} where a URL has {@code %20}: a percent sign itself is among
 * the characters to avoid (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html).
 */
public final class PayloadKeys {

    /** What the keys of all runs begin with. */
    public static final String RUNS = "runs/";

    /** What the keys of results that outlive their run begin with. */
    public static final String CACHE = "cache/";

    /** A key has at most 1,024 bytes; five segments of this length fit. */
    private static final int SEGMENT = 190;

    private static final int HASH = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PayloadKeys() {}

    /** What all keys of a run begin with. */
    public static String run(String runId) {
        return RUNS + segment(runId) + "/";
    }

    /** What the keys of a run's files begin with. */
    public static String files(String runId) {
        return run(runId) + "files/";
    }

    /** What a rerun adopts from an earlier run. */
    public static String adoption(String runId) {
        return run(runId) + "adoption.json";
    }

    public static String file(String runId, String node, List<Long> path, String name) {
        return files(runId) + segment(node) + "/" + indexes(path) + "/" + segment(name);
    }

    /** The payload of a result that outlives its run in the cache. */
    public static String cached(String cacheKey) {
        return CACHE + cacheKey + ".json";
    }

    public static String result(String runId, String node, List<Long> path, long order) {
        return results(runId, node, path, order) + ".json";
    }

    /**
     * Results of a batch.
     *
     * @param path of the first action in its shared record
     * @param claim the record's version when the attempt had claimed it: also of two deliveries of one attempt, neither writes what the
     *     other refers to
     * @param part counts the objects of the attempt
     */
    public static String batch(String runId, String node, List<Long> path, long order, long claim, int part) {
        return results(runId, node, path, order) + "/batch-" + claim + "-" + part + ".json";
    }

    public static String items(String runId, String node, List<Long> path, long order) {
        return results(runId, node, path, order) + "/items.json";
    }

    public static String item(String runId, String node, List<Long> path, long order, int index) {
        return results(runId, node, path, order) + "/" + index + ".json";
    }

    /** True for the key of a file of some run. */
    public static boolean isFile(String key) {
        String[] segments = key.split("/", -1);
        return segments.length == 6 && segments[0].equals("runs") && segments[2].equals("files");
    }

    /** The key that a file has in a run, whichever run it was in. */
    public static String fileIn(String runId, String file) {
        return files(runId) + file.split("/", 4)[3];
    }

    private static String results(String runId, String node, List<Long> path, long order) {
        return run(runId) + "results/" + segment(node) + "/" + indexes(path) + "/" + order;
    }

    private static String indexes(List<Long> path) {
        if (path.isEmpty()) {
            return "-";
        }
        StringBuilder joined = new StringBuilder().append(path.get(0));
        for (int i = 1; i < path.size(); i++) {
            joined.append('.').append(path.get(i));
        }
        return joined.toString();
    }

    /** A name as one segment of a key. A very long one is cut and told apart by a hash. */
    public static String segment(String name) {
        StringBuilder escaped = new StringBuilder(name.length() + 16);
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(octet)) {
                escaped.append((char) octet);
            } else {
                escaped.append('!').append(HEX.toHexDigits(octet));
            }
        }
        if (isDots(name)) {
            return name.isEmpty() ? "!" : escaped.toString().replace(".", "!2E");
        }
        return escaped.length() <= SEGMENT ? escaped.toString() : cut(escaped, name);
    }

    /** The name that {@link #segment} has escaped; of one that it has cut, the beginning. */
    public static String name(String segment) {
        if (segment.equals("!")) {
            return "";
        }
        int hash = segment.indexOf("!!");
        String escaped = hash < 0 ? segment : segment.substring(0, hash);
        byte[] octets = new byte[escaped.length()];
        int count = 0;
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '!') {
                octets[count++] = (byte) HexFormat.fromHexDigits(escaped, i + 1, i + 3);
                i += 2;
            } else {
                octets[count++] = (byte) escaped.charAt(i);
            }
        }
        return new String(octets, 0, count, StandardCharsets.UTF_8);
    }

    private static boolean isDots(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '.'
                || octet == '-'
                || octet == '_';
    }

    private static String cut(StringBuilder escaped, String name) {
        int end = SEGMENT - HASH - 2;
        int escape = escaped.lastIndexOf("!", end - 1);
        if (escape > end - 3) {
            end = escape;
        }
        return escaped.substring(0, end) + "!!" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HEX.formatHex(digest, 0, HASH / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
