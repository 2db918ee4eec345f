package dev.anabranch.client.internal.transport;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The port to the AWS configuration of the user: environment variables and the files of the AWS command line. */
public interface AwsAccess {

    /** Returns the credentials. */
    AwsCredentialsProvider credentials();

    /** Returns the region; empty if none is configured. */
    Optional<String> region();
}
