package dev.anabranch.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The settings and secrets without which a task cannot run. A deployment and a run at home that lack one are refused
 * before the first action.
 *
 * <p>A name has 2 to 100 letters, digits and underscores and begins with a letter. It does not begin with {@code AWS_}, {@code
 * LAMBDA_} or {@code ANABRANCH_}, which are reserved
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiredSettings {

    /** The names of the settings, for {@link TaskSettings#get}. */
    String[] value() default {};

    /** The names of the secrets, for {@link TaskSettings#secret}. */
    String[] secrets() default {};
}
