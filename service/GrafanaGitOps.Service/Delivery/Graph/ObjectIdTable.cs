using System.Buffers.Binary;

namespace GrafanaGitOps.Service.Delivery.Graph;

/// <summary>Gives each object id a number, from zero on. Holds nothing but the ids' bytes and an open hash table of numbers.</summary>
internal sealed class ObjectIdTable
{
    private const int ChunkIds = 1 << 14;
    private const int FirstSlots = 1 << 10;

    private readonly List<byte[]> _chunks = [];
    private int[] _slots = new int[FirstSlots];
    private int _width;

    /// <summary>Ids that have a number.</summary>
    public int Count { get; private set; }

    /// <summary>The id with this number.</summary>
    public ReadOnlySpan<byte> this[int number] => _chunks[number / ChunkIds].AsSpan(number % ChunkIds * _width, _width);

    /// <summary>The id's number; -1 when it has none.</summary>
    public int Find(ReadOnlySpan<byte> id) => id.Length != _width ? -1 : _slots[SlotOf(id)] - 1;

    /// <summary>The id's number, a new one when it had none; -1 when it is not as long as the others.</summary>
    public int Add(ReadOnlySpan<byte> id)
    {
        if (_width == 0) _width = id.Length;
        if (id.Length != _width) return -1;
        var slot = SlotOf(id);
        if (_slots[slot] != 0) return _slots[slot] - 1;

        if (Count % ChunkIds == 0) _chunks.Add(new byte[ChunkIds * _width]);
        id.CopyTo(_chunks[^1].AsSpan(Count % ChunkIds * _width));
        _slots[slot] = ++Count;
        if (Count * 2 > _slots.Length) Grow();
        return Count - 1;
    }

    /// <summary>The slot that holds the id, or the free one where it belongs.</summary>
    private int SlotOf(ReadOnlySpan<byte> id)
    {
        var mask = _slots.Length - 1;
        // Object ids are hashes already.
        for (var slot = (int)BinaryPrimitives.ReadUInt32LittleEndian(id) & mask; ; slot = (slot + 1) & mask)
            if (_slots[slot] == 0 || this[_slots[slot] - 1].SequenceEqual(id)) return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var number = 0; number < Count; number++) _slots[SlotOf(this[number])] = number + 1;
    }
}
