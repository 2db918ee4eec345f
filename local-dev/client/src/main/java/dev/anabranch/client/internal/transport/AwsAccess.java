package dev.anabranch.client.internal.transport;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Who asks on AWS, and where: a port, behind which are the environment and the files of the AWS command line. */
public interface AwsAccess {

    /** The credentials. */
    AwsCredentialsProvider credentials();

    /** The region; empty where none is configured. */
    Optional<String> region();
}
