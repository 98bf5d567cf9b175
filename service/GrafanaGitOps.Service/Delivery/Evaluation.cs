using GrafanaGitOps.Service.Delivery.Targets;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>An application whose answer is to be made.</summary>
/// <param name="Application">Which.</param>
/// <param name="Resolution">What its answer is made of now.</param>
internal sealed record Evaluation(TrackedApplication Application, Resolution Resolution);
