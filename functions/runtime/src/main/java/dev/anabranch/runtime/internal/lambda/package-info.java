/** The environment of a Lambda function, and its AWS clients and logs. */
@NullMarked
package dev.anabranch.runtime.internal.lambda;

import org.jspecify.annotations.NullMarked;
