package dev.anabranch.client.internal.transport;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The default credentials and region of AWS tools
 * (https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html).
 */
public final class DefaultAwsAccess implements AwsAccess {

    @Override
    public AwsCredentialsProvider credentials() {
        return DefaultCredentialsProvider.builder().build();
    }

    @Override
    public Optional<String> region() {
        try {
            return Optional.of(
                    DefaultAwsRegionProviderChain.builder().build().getRegion().id());
        } catch (SdkClientException none) {
            return Optional.empty();
        }
    }
}
