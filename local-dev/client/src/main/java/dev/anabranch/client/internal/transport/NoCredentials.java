package dev.anabranch.client.internal.transport;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns the SDK's exception about missing credentials into one sentence. */
public final class NoCredentials {

    /** The message of the profile provider, among those of all providers in the chain. */
    private static final Pattern PROFILE = Pattern.compile(
            "ProfileCredentialsProvider\\(profileName=([^,)]+)[^:]*\\): (.+?)(?:: ProfileFile|, ContainerCredentialsProvider)");

    private NoCredentials() {}

    public static ApiUnavailable because(SdkException none) {
        String said = String.valueOf(none.getMessage());
        if (said.toLowerCase(Locale.ROOT).contains("expired")) {
            return new ApiUnavailable(
                    "The AWS credentials have expired. Sign in again, for example with `aws sso login`.", none);
        }
        // The profile is named twice; the second place has the reason.
        Matcher profile = PROFILE.matcher(said.substring(Math.max(0, said.indexOf(" : ["))));
        if (profile.find() && !profile.group(1).equals("default")) {
            String name = profile.group(1);
            return profile.group(2).contains("no credentials for profile")
                    ? new ApiUnavailable(
                            "The AWS profile `" + name
                                    + "` does not exist or has no credentials. List the profiles with"
                                    + " `aws configure list-profiles`.",
                            none)
                    : new ApiUnavailable(
                            "The AWS profile `" + name + "` has no credentials: "
                                    + profile.group(2).strip()
                                    + ". Sign in, for instance with `aws sso login --profile "
                                    + name + "`.",
                            none);
        }
        if (said.contains("Unable to load credentials from any")) {
            return new ApiUnavailable(
                    "No AWS credentials are configured to sign the request. Set AWS_PROFILE to a profile with credentials, or"
                            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                    none);
        }
        return new ApiUnavailable("The AWS credentials cannot be loaded: " + said, none);
    }
}
