namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>How far a delivery is. Stored by number.</summary>
public enum InboxState
{
    /// <summary>Durable, and not processed yet.</summary>
    Waiting,

    /// <summary>Processed.</summary>
    Done,

    /// <summary>Understood, and of no use here.</summary>
    Ignored,

    /// <summary>Given up: it cannot be understood, or what it should lead to failed too often.</summary>
    Dead,
}
