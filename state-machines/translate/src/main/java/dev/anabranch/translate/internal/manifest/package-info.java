/**
 * What a deployment needs to know of workflows, as versioned JSON: machines, functions, types, graph and permissions. Whoever deploys
 * reads nothing else, and loads none of the user's classes.
 */
@NullMarked
package dev.anabranch.translate.internal.manifest;

import org.jspecify.annotations.NullMarked;
