package dev.anabranch.client.internal.transport;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in a sentence why there are no credentials; the SDK says it in a paragraph, with the names of its classes. */
public final class NoCredentials {

    /** What the provider of profiles says, among what all say that were asked. */
    private static final Pattern PROFILE = Pattern.compile(
            "ProfileCredentialsProvider\\(profileName=([^,)]+)[^:]*\\): (.+?)(?:: ProfileFile|, ContainerCredentialsProvider)");

    private NoCredentials() {}

    public static ApiUnavailable because(SdkException none) {
        String said = String.valueOf(none.getMessage());
        if (said.toLowerCase(Locale.ROOT).contains("expired")) {
            return new ApiUnavailable(
                    "The AWS credentials have expired. Sign in again, for instance with `aws sso login`.", none);
        }
        // Of the two places where it is named, the second has the reason.
        Matcher profile = PROFILE.matcher(said.substring(Math.max(0, said.indexOf(" : ["))));
        if (profile.find() && !profile.group(1).equals("default")) {
            String name = profile.group(1);
            return profile.group(2).contains("no credentials for profile")
                    ? new ApiUnavailable(
                            "There is no AWS profile `" + name
                                    + "` with credentials. `aws configure list-profiles` says" + " which there are.",
                            none)
                    : new ApiUnavailable(
                            "The AWS profile `" + name + "` gives no credentials: "
                                    + profile.group(2).strip()
                                    + ". Sign in, for instance with `aws sso login --profile "
                                    + name + "`.",
                            none);
        }
        if (said.contains("Unable to load credentials from any")) {
            return new ApiUnavailable(
                    "There are no AWS credentials to sign the request with. Set AWS_PROFILE to a profile that has some, or"
                            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                    none);
        }
        return new ApiUnavailable("The AWS credentials cannot be had: " + said, none);
    }
}
