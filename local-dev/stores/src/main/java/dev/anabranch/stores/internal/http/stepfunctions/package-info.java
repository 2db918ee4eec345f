/** The operations of the Step Functions API. */
@NullMarked
package dev.anabranch.stores.internal.http.stepfunctions;

import org.jspecify.annotations.NullMarked;
