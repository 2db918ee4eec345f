/**
 * The embedded Step Functions: an interpreter of Amazon States Language that runs the very bytes one would deploy.
 * {@link dev.anabranch.engine.Engine} has the operations of the service's API; everything outside it is a port. It knows nothing
 * of the workflows that definitions are translated from.
 */
@NullMarked
package dev.anabranch.engine;

import org.jspecify.annotations.NullMarked;
