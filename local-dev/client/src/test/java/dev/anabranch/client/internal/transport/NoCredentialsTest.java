package dev.anabranch.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;

final class NoCredentialsTest {

    /** The message of the SDK, without its repetitions. */
    private static final String CHAIN = "Unable to load credentials from any of the providers in the chain"
            + " AwsCredentialsProviderChain(credentialsProviders=[SystemPropertyCredentialsProvider(),"
            + " ProfileCredentialsProvider(profileName=%1$s, profileFile=ProfileFile(sections=[profiles, sso-session,"
            + " services], profiles=[Profile(name=sso, properties=[sso_session, region])])),"
            + " ContainerCredentialsProvider(), InstanceProfileCredentialsProvider()]) :"
            + " [SystemPropertyCredentialsProvider(): Unable to load credentials from system settings.,"
            + " ProfileCredentialsProvider(profileName=%1$s, profileFile=ProfileFile(sections=[profiles, sso-session,"
            + " services], profiles=[Profile(name=sso, properties=[sso_session, region])])): %2$s,"
            + " ContainerCredentialsProvider(): Cannot fetch credentials from container - neither is set.,"
            + " InstanceProfileCredentialsProvider(): Failed to load credentials from IMDS.]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default | Profile file contained no credentials for profile 'default': ProfileFile(sections=[])"
                        + " | No AWS credentials are configured to sign the request. Set AWS_PROFILE",
                "typo | Profile file contained no credentials for profile 'typo': ProfileFile(sections=[])"
                        + " | The AWS profile `typo` does not exist or has no credentials.",
                "sso | Unable to load SSO token"
                        + " | The AWS profile `sso` has no credentials: Unable to load SSO token. Sign in, for instance with"
                        + " `aws sso login --profile sso`.",
                "sso | Token is expired | The AWS credentials have expired. Sign in again",
            })
    void multiLineSdkErrorIsOneSentence(String profile, String reason, String sentence) {
        SdkClientException thrown = SdkClientException.create(CHAIN.formatted(profile, reason));

        assertThat(NoCredentials.because(thrown))
                .hasMessageStartingWith(sentence)
                .message()
                .doesNotContain("Provider", "ProfileFile");
    }
}
