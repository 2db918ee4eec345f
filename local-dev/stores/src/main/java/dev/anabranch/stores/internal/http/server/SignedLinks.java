package dev.anabranch.stores.internal.http.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Creates links to objects of the embedded S3. If the server has a token, a link contains a signature, as presigned
 * URLs of S3 do: it allows reading this one object without the token, and it does not reveal the token.
 *
 * @param s3 the base URI of the embedded S3
 * @param token the token of the server; empty if the server has none
 */
public record SignedLinks(URI s3, Optional<String> token) {

    private static final String SIGNATURE = "X-Anabranch-Signature=";
    private static final String ALGORITHM = "HmacSHA256";

    /** Returns the URI of an object, signed if the server has a token. */
    public URI to(String bucket, String key) {
        URI plain = s3.resolve("/" + bucket + "/" + key);
        return token.map(secret -> URI.create(plain
                        + "?"
                        + SIGNATURE
                        + signature(plain.getRawPath(), secret.getBytes(StandardCharsets.UTF_8))))
                .orElse(plain);
    }

    /** Returns true for a GET or HEAD request whose query is the signature of its path. */
    static boolean isSigned(String method, String path, String query, byte[] token) {
        return List.of("GET", "HEAD").contains(method)
                && MessageDigest.isEqual(
                        query.getBytes(StandardCharsets.UTF_8),
                        (SIGNATURE + signature(path, token)).getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(String path, byte[] token) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(path.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("The Java runtime lacks the required algorithm HmacSHA256.", e);
        }
    }
}
