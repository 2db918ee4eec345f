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
 * Links to objects of the embedded S3. If a token is set, a link has a signature, as presigned links of S3 do: the client can read this one
 * object without the token, and the link does not reveal the token.
 *
 * @param s3 where S3 answers
 * @param token the token of the server; empty if it has none
 */
public record SignedLinks(URI s3, Optional<String> token) {

    private static final String SIGNATURE = "X-Anabranch-Signature=";
    private static final String ALGORITHM = "HmacSHA256";

    /** The link to an object. */
    public URI to(String bucket, String key) {
        URI plain = s3.resolve("/" + bucket + "/" + key);
        return token.map(secret -> URI.create(plain
                        + "?"
                        + SIGNATURE
                        + signature(plain.getRawPath(), secret.getBytes(StandardCharsets.UTF_8))))
                .orElse(plain);
    }

    /** Whether a request reads what a signed link leads to. */
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
            throw new AssertionError("Every Java platform has HmacSHA256.", e);
        }
    }
}
