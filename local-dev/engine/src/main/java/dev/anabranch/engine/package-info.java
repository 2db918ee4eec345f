/**
 * The embedded Step Functions: an interpreter of Amazon States Language that runs the same bytes that a deployment
 * uploads. {@link dev.anabranch.engine.Engine} has the operations of the service's API. Everything outside it is a
 * port. It does not depend on the workflow API.
 */
@NullMarked
package dev.anabranch.engine;

import org.jspecify.annotations.NullMarked;
