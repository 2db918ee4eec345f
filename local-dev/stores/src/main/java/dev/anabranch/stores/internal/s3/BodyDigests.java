package dev.anabranch.stores.internal.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Computes the MD5 of a body and the requested checksums while the body is written. */
final class BodyDigests implements Blobs.Watcher {

    private static final Set<String> SUPPORTED = Set.of("CRC32", "CRC32C", "SHA1", "SHA256");

    private final MessageDigest md5 = digest("MD5");
    private final Map<String, Checksum> crcs = new TreeMap<>();
    private final Map<String, MessageDigest> shas = new TreeMap<>();

    /** @param algorithms S3's names of the algorithms: CRC32, CRC32C, SHA1 or SHA256 */
    BodyDigests(Set<String> algorithms) {
        for (String algorithm : algorithms) {
            switch (algorithm) {
                case "CRC32" -> crcs.put(algorithm, new CRC32());
                case "CRC32C" -> crcs.put(algorithm, new CRC32C());
                case "SHA1" -> shas.put(algorithm, digest("SHA-1"));
                case "SHA256" -> shas.put(algorithm, digest("SHA-256"));
                default ->
                    throw new UnsupportedOperationException(
                            "The embedded S3 does not support the checksum algorithm " + algorithm + ". Supported: "
                                    + SUPPORTED.stream().sorted().toList());
            }
        }
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The Java runtime lacks the required algorithm " + algorithm, e);
        }
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        md5.update(bytes, offset, length);
        crcs.values().forEach(crc -> crc.update(bytes, offset, length));
        shas.values().forEach(sha -> sha.update(bytes, offset, length));
    }

    /** Completes the MD5 and returns it. Call it once. */
    byte[] md5() {
        return md5.digest();
    }

    /** Completes the checksums and returns them in Base64, by algorithm. Call it once. */
    Map<String, String> checksums() {
        Map<String, String> checksums = new TreeMap<>();
        crcs.forEach((name, crc) -> checksums.put(
                name,
                base64(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array())));
        shas.forEach((name, sha) -> checksums.put(name, base64(sha.digest())));
        return checksums;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
