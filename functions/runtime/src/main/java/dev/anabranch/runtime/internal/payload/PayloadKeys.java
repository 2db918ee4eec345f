package dev.anabranch.runtime.internal.payload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The keys of payloads: {@code runs/<run>/results/<node>/<path>/<attempt>.json} and
 * {@code runs/<run>/files/<node>/<path>/<name>}. The key of a result contains the attempt, so a late attempt never
 * overwrites a result that a record refers to.
 *
 * <p>Names are escaped to characters that are safe in S3 keys, with {@code !20} for a URL's {@code %20}: S3 advises
 * against percent signs (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html).
 */
public final class PayloadKeys {

    /** The prefix of all keys of runs. */
    public static final String RUNS = "runs/";

    /** The prefix of the keys of cached results. */
    public static final String CACHE = "cache/";

    /** The maximum length of a segment. A key has at most 1,024 bytes, which five such segments do not exceed. */
    private static final int SEGMENT = 190;

    private static final int HASH = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PayloadKeys() {}

    /** Returns the prefix of all keys of a run. */
    public static String run(String runId) {
        return RUNS + segment(runId) + "/";
    }

    /** Returns the prefix of the keys of a run's files. */
    public static String files(String runId) {
        return run(runId) + "files/";
    }

    /** Returns the key of a rerun's adoption plan. */
    public static String adoption(String runId) {
        return run(runId) + "adoption.json";
    }

    /** Returns the prefix of the keys of the files of an action. */
    public static String files(String runId, String node, List<Long> path) {
        return files(runId) + segment(node) + "/" + indexes(path) + "/";
    }

    public static String file(String runId, String node, List<Long> path, String name) {
        return files(runId, node, path) + segment(name);
    }

    /** Returns the key of a cached result's payload. */
    public static String cached(String cacheKey) {
        return CACHE + cacheKey + ".json";
    }

    public static String result(String runId, String node, List<Long> path, long order) {
        return results(runId, node, path, order) + ".json";
    }

    /**
     * Returns the key of an object with results of a batch.
     *
     * @param path the path of the first action in the shared record
     * @param claim the version of the record after the attempt claimed it, so that even two deliveries of one attempt
     *     use different keys
     * @param part the number of the object in the attempt, from 0
     */
    public static String batch(String runId, String node, List<Long> path, long order, long claim, int part) {
        return results(runId, node, path, order) + "/batch-" + claim + "-" + part + ".json";
    }

    /** Returns the key of the report of an attempt. */
    public static String report(String runId, String node, List<Long> path, long order) {
        return results(runId, node, path, order) + "/report.md";
    }

    /** Returns the key of a list for a Distributed Map. */
    public static String items(String runId, String node, List<Long> path, long order) {
        return results(runId, node, path, order) + "/items.json";
    }

    public static String item(String runId, String node, List<Long> path, long order, int index) {
        return results(runId, node, path, order) + "/" + index + ".json";
    }

    /** Returns true for the key of a file of a run. */
    public static boolean isFile(String key) {
        String[] segments = key.split("/", -1);
        return segments.length == 6 && segments[0].equals("runs") && segments[2].equals("files");
    }

    /** Returns the key of a file when it is copied to another run. */
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

    /** Escapes a name as one segment of a key. A long name is truncated and extended with a hash. */
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

    /** Returns the name of a segment that {@link #segment} returned; for a truncated one, its beginning. */
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
